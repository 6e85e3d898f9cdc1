#include "store/rocks_options.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/statistics.h>

#include <memory>
#include <string>

#include "base/random.h"
#include "base/temporary_directory.h"

namespace keeve::store {
namespace {

// Whatever of them is read, and in whatever order: a file that was opened stays open.
TEST(RocksOptionsTest, FilesAreOpenedOnce) {
  constexpr uint64_t kFiles = 150;
  constexpr uint64_t kReads = 5000;
  const TemporaryDirectory directory;
  rocksdb::Options options = rocksOptions(RocksProfile::compact);
  options.create_if_missing = true;
  options.disable_auto_compactions = true;
  options.level0_slowdown_writes_trigger = options.level0_stop_writes_trigger = 2 * kFiles;
  options.statistics = rocksdb::CreateDBStatistics();
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, directory.path("db"), &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  for (uint64_t file = 0; file < kFiles; ++file) {
    ASSERT_TRUE(db->Put({}, std::to_string(file), "value").ok());
    ASSERT_TRUE(db->Flush({}).ok());
  }
  Random random(1);
  std::string value;
  for (uint64_t i = 0; i < kReads; ++i)
    ASSERT_TRUE(db->Get({}, std::to_string(random.below(kFiles)), &value).ok());
  EXPECT_LE(options.statistics->getTickerCount(rocksdb::NO_FILE_OPENS), 2 * kFiles);
}

}  // namespace
}  // namespace keeve::store
