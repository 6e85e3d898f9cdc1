#include "store/rocks_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>

#include <cstddef>
#include <cstdint>

#include "store/insert_hints.h"

namespace keeve::store {
namespace {

constexpr size_t kMiB = size_t{1} << 20;

// What memory goes to: blocks that were read (few: vats have a cache of objects above, the system one of pages below) …
constexpr size_t kBlockCacheBytes = 4 * kMiB;
// … and writes that are in no file yet. The log holds these too, and a store that was killed replays it at some 30 ms a MiB
// when it is opened: with these sizes a log of up to 19 MiB was measured, and half a second of a processor.
// (max_total_wal_size has no say where there is one column family.)
constexpr size_t kWriteBufferBytes = 8 * kMiB;
constexpr int kWriteBuffersMax = 2;

constexpr double kBloomBitsPerKey = 10;
constexpr size_t kBlockBytes = 4096;
// Open files, which take 10 KB each. RocksDB shares them out among 64 parts by default, which left four to each: five in use
// that fell into one were opened anew at nearly every read, which takes 200 us.
constexpr int kOpenFilesMax = 512;
constexpr int kOpenFilesPartsLog2 = 2;
// Small steps: a compaction has what it reads and what it writes on the disk, and with one level of large files that was all of a
// store of 30 MiB at every fourth flush (it sawed between 28 and 88). Files of the upper level are small, and each level's four
// times those of the one above, so that large stores have few.
constexpr uint64_t kFileBytes = 2 * kMiB;
constexpr int kFilesGrow = 4;
constexpr uint64_t kBaseLevelBytes = 8 * kMiB;
constexpr uint64_t kCompactionBytesMax = 16 * kMiB;
constexpr size_t kSyncStepBytes = kMiB;  // steady writing back instead of one long flush at its end

// A file with this many deletions among that many neighbours is compacted soon, since walks step
// over each of them.
constexpr size_t kDeletionWindow = 4096;
constexpr size_t kDeletionsInWindow = 2048;

rocksdb::BlockBasedTableOptions tableOptions(RocksProfile profile) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes);
  table.block_size = kBlockBytes;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  table.format_version = 5;
  if (profile == RocksProfile::compact) {
    // Indexes and filters grow with the objects: they live in the cache too, in parts, so that memory does not.
    table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
    table.partition_filters = true;
    table.cache_index_and_filter_blocks = true;
    table.cache_index_and_filter_blocks_with_high_priority = true;
    table.pin_top_level_index_and_filter = true;
    table.pin_l0_filter_and_index_blocks_in_cache = true;
  }
  return table;
}

void limitItsOwnLog(rocksdb::Options& options) {
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.keep_log_file_num = 2;
  options.max_log_file_size = kMiB;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
}

}  // namespace

rocksdb::Options rocksOptions(RocksProfile profile) {
  rocksdb::Options options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(tableOptions(profile)));
  options.write_buffer_size = kWriteBufferBytes;
  options.max_write_buffer_number = kWriteBuffersMax;
  options.memtable_insert_with_hint_prefix_extractor = insertHints();
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  const bool isFast = profile == RocksProfile::fast;
  options.compression = isFast ? rocksdb::kNoCompression : rocksdb::kLZ4Compression;
  options.allow_mmap_reads = isFast;
  options.level_compaction_dynamic_level_bytes = true;
  options.target_file_size_base = kFileBytes;
  options.target_file_size_multiplier = kFilesGrow;
  options.max_bytes_for_level_base = kBaseLevelBytes;
  options.max_compaction_bytes = kCompactionBytesMax;
  options.table_properties_collector_factories.push_back(
      rocksdb::NewCompactOnDeletionCollectorFactory(kDeletionWindow, kDeletionsInWindow));
  options.max_open_files = kOpenFilesMax;
  options.table_cache_numshardbits = kOpenFilesPartsLog2;
  options.max_background_jobs = 2;
  options.bytes_per_sync = kSyncStepBytes;
  options.wal_bytes_per_sync = kSyncStepBytes;
  limitItsOwnLog(options);
  return options;
}

void letCompactionsYield(const rocksdb::Options& options) {
  // a system that cannot leaves them as they are
  options.env->LowerThreadPoolCPUPriority(rocksdb::Env::Priority::LOW, rocksdb::CpuPriority::kLow)
      .PermitUncheckedError();
}

void countNothing() { rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable); }

}  // namespace keeve::store
