#include <gtest/gtest.h>

#include <string>

#include "base/temporary_directory.h"
#include "store/store.h"

namespace keeve::store {
namespace {

std::string errorOf(const std::string& url, OpenMode mode = OpenMode::createIfMissing) {
  try {
    openStore(url, mode);
  } catch (const StoreError& error) {
    return error.what();
  }
  return "(it opened)";
}

void putKey(Store& store) {
  WriteBatch batch;
  batch.put("key", "value");
  store.apply(batch);
}

TEST(OpenStore, ABarePathAndTheRocksdbSchemeNameTheSameStore) {
  const TemporaryDirectory directory;
  putKey(*openStore(directory.path("store"), OpenMode::createIfMissing));
  EXPECT_EQ(openStore("rocksdb:" + directory.path("store"), OpenMode::mustExist)->get("key"),
            "value");
}

TEST(OpenStore, MemoryIsANewStoreEachTime) {
  const auto store = openStore("memory:", OpenMode::createIfMissing);
  putKey(*store);
  EXPECT_EQ(openStore("memory:", OpenMode::createIfMissing)->get("key"), std::nullopt);
  EXPECT_EQ(errorOf("memory:", OpenMode::mustExist), "there is no store at memory:");
}

TEST(OpenStore, OtherKindsOfStoreAreUnknown) {
  EXPECT_EQ(errorOf("sqlite:x"), "store sqlite:x: unknown kind of store 'sqlite'");
  EXPECT_EQ(errorOf("postgresql://host/db"),
            "store postgresql://host/db: unknown kind of store 'postgresql'");
}

TEST(OpenStore, UrlsThatNameNothingAreRefused) {
  EXPECT_EQ(errorOf(""), "store : the path is missing");
  EXPECT_EQ(errorOf("rocksdb:"), "store rocksdb:: the path is missing");
  EXPECT_EQ(errorOf("memory:x"), "store memory:x: memory: takes no name");
  EXPECT_NE(errorOf(std::string("a\0b", 3)), "(it opened)");
}

TEST(OpenStore, AProfileMayChangeWithEachOpening) {
  const TemporaryDirectory directory;
  const std::string url = "rocksdb:" + directory.path("store");
  for (const char* profile : {"?profile=fast", "", "?profile=compact", "?profile=fast"}) {
    const auto store = openStore(url + profile, OpenMode::createIfMissing);
    putKey(*store);
    store->compact();
    EXPECT_EQ(store->get("key"), "value") << profile;
  }
  EXPECT_EQ(errorOf(url + "?profile=slow"),
            "store " + url +
                "?profile=slow: unknown option 'profile=slow': profile=compact and profile=fast "
                "are known");
  EXPECT_EQ(errorOf("rocksdb:?profile=fast"), "store rocksdb:?profile=fast: the path is missing");
}

TEST(OpenStore, AColonAfterASlashIsPartOfThePath) {
  const TemporaryDirectory directory;
  EXPECT_EQ(errorOf(directory.path("a:b")), "(it opened)");
  EXPECT_EQ(errorOf(directory.path("a?profile=none")), "(it opened)");
}

}  // namespace
}  // namespace keeve::store
