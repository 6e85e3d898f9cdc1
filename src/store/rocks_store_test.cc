// What only a store on a disk can meet: other processes, damage, being killed.
#include "store/rocks_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "base/random.h"
#include "base/temporary_directory.h"
#include "store/store_lock.h"
#include "store/test_child.h"

namespace keeve::store {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class RocksStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<Store> open(OpenMode mode = OpenMode::createIfMissing) {
    return openRocksStore(path_, mode);
  }

  std::string errorOfOpen(OpenMode mode = OpenMode::createIfMissing) {
    try {
      open(mode);
    } catch (const StoreError& error) {
      return error.what();
    }
    return "(it opened)";
  }

  void makeStore() {
    WriteBatch batch;
    batch.put("key", "value");
    const auto store = open();
    store->apply(batch);
    store->sync();
  }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories(path_);
    std::ofstream(path_ + "/" + name) << text;
  }

  TemporaryDirectory directory_;
  const std::string path_ = directory_.path("store");
};

TEST(RocksStoreChild, DISABLED_HoldsAStoreUntilItIsKilled) {
  const auto store = openRocksStore(TestChild::argumentOfChild(), OpenMode::createIfMissing);
  WriteBatch batch;
  batch.put("of the child", "value");
  store->apply(batch);
  store->sync();
  ASSERT_EQ(write(TestChild::kPipe, "x", 1), 1);
  while (true) pause();
}

TEST_F(RocksStoreTest, MustExistRefusesAnAbsentStoreAndMakesNothing) {
  EXPECT_EQ(errorOfOpen(OpenMode::mustExist), "there is no store at " + path_);
  EXPECT_FALSE(fs::exists(path_));
  fs::create_directories(path_);
  EXPECT_EQ(errorOfOpen(OpenMode::mustExist), "there is no store at " + path_);
  EXPECT_TRUE(fs::is_empty(path_));
}

TEST_F(RocksStoreTest, MustExistOpensAStoreThatIsThere) {
  makeStore();
  EXPECT_EQ(open(OpenMode::mustExist)->get("key"), "value");
}

TEST_F(RocksStoreTest, IsMadeWithTheDirectoriesAboveIt) {
  EXPECT_NO_THROW(openRocksStore(directory_.path("a/b/store"), OpenMode::createIfMissing));
}

TEST_F(RocksStoreTest, ASecondOpeningIsToldTheProcess) {
  const auto store = open();
  const std::string expected =
      "store " + path_ + " is in use by process " + std::to_string(getpid());
  EXPECT_EQ(errorOfOpen(), expected);
  EXPECT_EQ(errorOfOpen(OpenMode::mustExist), expected);
}

TEST_F(RocksStoreTest, AnotherProcessIsNamedAndOnceKilledDoesNotBlock) {
  TestChild child("RocksStoreChild.DISABLED_HoldsAStoreUntilItIsKilled", path_);
  ASSERT_EQ(child.read(1), "x");
  EXPECT_EQ(errorOfOpen(),
            "store " + path_ + " is in use by process " + std::to_string(child.process()));
  child.killNow();
  EXPECT_EQ(open()->get("of the child"), "value");
}

TEST_F(RocksStoreTest, AStalePidFileDoesNotBlock) {
  makeStore();
  write(StoreLock::kFileName, "1\n");
  EXPECT_EQ(errorOfOpen(), "(it opened)");
}

TEST_F(RocksStoreTest, AMakingThatWasCutShortIsMadeAnew) {
  write(StoreLock::kFileName, "");
  write("LOG", "");
  EXPECT_EQ(errorOfOpen(), "(it opened)");
}

TEST_F(RocksStoreTest, APathThatIsAFileIsRefused) {
  std::ofstream(path_) << "a file";
  EXPECT_EQ(errorOfOpen(), "cannot open store " + path_ + ": it is no directory");
  EXPECT_EQ(errorOfOpen(OpenMode::mustExist),
            "cannot open store " + path_ + ": it is no directory");
}

TEST_F(RocksStoreTest, APathUnderAFileIsRefused) {
  std::ofstream(directory_.path("file")) << "a file";
  EXPECT_THROW(openRocksStore(directory_.path("file/store"), OpenMode::createIfMissing),
               StoreError);
  EXPECT_THROW(openRocksStore(directory_.path("file/store"), OpenMode::mustExist), StoreError);
}

TEST_F(RocksStoreTest, ADirectoryOfOtherFilesIsLeftAlone) {
  write("letter.txt", "dear reader");
  EXPECT_EQ(errorOfOpen(), "cannot make store " + path_ + ": the directory holds other files");
  EXPECT_FALSE(fs::exists(path_ + "/" + StoreLock::kFileName));
}

TEST_F(RocksStoreTest, ADamagedStoreIsOneLineThatNamesIt) {
  for (const char* damage : {"", "no manifest\n", "MANIFEST-999999\n"}) {
    makeStore();
    write("CURRENT", damage);
    const std::string message = errorOfOpen(OpenMode::mustExist);
    EXPECT_THAT(message, StartsWith("cannot open store " + path_ + ": "));
    EXPECT_THAT(message, Not(HasSubstr("\n")));
    fs::remove_all(path_);
  }
}

TEST_F(RocksStoreTest, ADamagedManifestIsOneLineThatNamesIt) {
  makeStore();
  for (const auto& file : fs::directory_iterator(path_)) {
    if (file.path().filename().string().starts_with("MANIFEST")) {
      fs::resize_file(file.path(), 10);
    }
  }
  EXPECT_THAT(errorOfOpen(), StartsWith("cannot open store " + path_ + ": "));
  EXPECT_THAT(errorOfOpen(),
              StartsWith("cannot open store " + path_ + ": "));  // and is let go again
}

TEST_F(RocksStoreTest, AMissingPermissionIsAnError) {
  constexpr uid_t kNobody = 65534;
  makeStore();
  fs::permissions(path_, fs::perms::none);
  const bool isRoot = geteuid() == 0;  // to whom everything is permitted
  ASSERT_TRUE(!isRoot || seteuid(kNobody) == 0);
  const std::string messages = errorOfOpen() + "\n" + errorOfOpen(OpenMode::mustExist);
  ASSERT_TRUE(!isRoot || seteuid(0) == 0);
  fs::permissions(path_, fs::perms::owner_all);
  const std::string expected = "cannot open store " + path_ + ": Permission denied";
  EXPECT_EQ(messages, expected + "\n" + expected);
}

uint64_t filesBytesOf(const std::string& path) {
  uint64_t bytes = 0;
  for (const auto& file : fs::directory_iterator(path)) {
    if (file.path().extension() == ".sst") bytes += file.file_size();
  }
  return bytes;
}

// 20'000 records of 100 bytes that no compression makes smaller, under `prefix`.
void fill(Store& store, const std::string& prefix) {
  Random random(1);
  WriteBatch batch;
  for (int i = 0; i < 20'000; ++i) batch.put(prefix + std::to_string(i), random.bytes(100));
  store.apply(batch);
}

TEST_F(RocksStoreTest, CompactGivesBackTheSpaceOfWhatWasErased) {
  constexpr uint64_t kSmallBytes = 100'000;
  const auto store = open();
  fill(*store, "a");
  fill(*store, "b");
  store->compact();
  const uint64_t full = filesBytesOf(path_);
  EXPECT_GT(full, 4'000'000U);
  WriteBatch batch;
  batch.eraseRange("a", "b");
  store->apply(batch);
  store->compactRange("a", "b");
  for (int i = 0; i < 500 && filesBytesOf(path_) >= full / 2 + kSmallBytes; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_LT(filesBytesOf(path_), full / 2 + kSmallBytes);
  batch.clear();
  for (int i = 0; i < 20'000; ++i) batch.erase("b" + std::to_string(i));
  store->apply(batch);
  store->compact();
  // Files that nobody needs any more go a moment later.
  for (int i = 0; i < 500 && filesBytesOf(path_) >= kSmallBytes; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_LT(filesBytesOf(path_), kSmallBytes);
}

TEST_F(RocksStoreTest, ManyRangesAreErasedWhileOthersAreRead) {
  constexpr int kRanges = 450;
  {
    const auto store = open();
    fill(*store, "a");
    for (int i = 0; i < kRanges; ++i) {
      WriteBatch batch;
      const std::string key = "a" + std::to_string(i);
      batch.eraseRange(key, key + '\0');
      store->apply(batch);
      ASSERT_EQ(store->get(key), std::nullopt);
      ASSERT_NE(store->get("a" + std::to_string(i + 1)), std::nullopt);
    }
    store->sync();
  }
  const auto store = open();
  EXPECT_EQ(store->get("a" + std::to_string(kRanges - 1)), std::nullopt);
  EXPECT_NE(store->get("a" + std::to_string(kRanges)), std::nullopt);
}

// RocksDB keeps one hint for both (insert_hints.h), asserts are on in Debian's build of it.
TEST_F(RocksStoreTest, ChangesAndRangesInTurnsAreThereAlsoWhenTheLogIsReadBack) {
  constexpr int kTurns = 300;
  const auto keyOf = [](int i) { return "a" + std::to_string(1000 + i); };
  const auto expectTheUneven = [&](const Store& store) {
    for (int i = 0; i < kTurns; ++i)
      ASSERT_EQ(store.get(keyOf(i)).has_value(), i % 2 == 1) << keyOf(i);
    int count = 0;
    const auto cursor = store.cursor();
    for (cursor->seek("a"); cursor->valid(); cursor->next()) ++count;
    EXPECT_EQ(count, kTurns / 2);
  };
  {
    const auto store = open();
    for (int i = 0; i < kTurns; ++i) {
      WriteBatch batch;
      for (int j = i; j < kTurns; ++j) batch.put(keyOf(j), std::to_string(i));
      store->apply(batch);
      batch.clear();
      if (i % 2 == 0) batch.eraseRange(keyOf(i), keyOf(i + 1));
      batch.put(keyOf(kTurns - 1), "last");
      store->apply(batch);
    }
    expectTheUneven(*store);
    store->sync();
  }
  expectTheUneven(*open());
}

TEST_F(RocksStoreTest, ATornLogOpensToWholeBatches) {
  makeStore();
  uint64_t logBytes = 0;
  fs::path log;
  {
    const auto store = open();
    for (int i = 0; i < 100; ++i) {
      WriteBatch batch;
      batch.put("left", std::to_string(i));
      batch.put("right" + std::to_string(i), std::string(100, 'x'));
      store->apply(batch);
    }
    store->sync();
    for (const auto& file : fs::directory_iterator(path_)) {
      if (file.path().extension() == ".log" && file.file_size() > logBytes) {
        log = file.path();
        logBytes = file.file_size();
      }
    }
  }
  ASSERT_GT(logBytes, 10'000U);
  fs::resize_file(log, logBytes / 2 + 7);
  const auto store = open();
  const int last = std::stoi(store->get("left").value());
  EXPECT_GT(last, 10);
  EXPECT_LT(last, 90);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(store->get("right" + std::to_string(i)).has_value(), i <= last) << i;
  }
}

}  // namespace
}  // namespace keeve::store
