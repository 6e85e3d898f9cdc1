// How Keeve sets RocksDB up. Included by the RocksDB backend alone: it names a RocksDB type.
#pragma once

#include <rocksdb/options.h>

#include "store/rocks_store.h"

namespace keeve::store {

rocksdb::Options rocksOptions(RocksProfile profile);

// From now on all compactions of the process (they share RocksDB's threads) get what the processors have left: vats and their
// collectors want them first. Writers that get too far ahead wait for them, and so lend them theirs.
void letCompactionsYield(const rocksdb::Options& options);

// From now on RocksDB counts no comparisons of keys for the calling thread: that took a quarter of its work in memory.
void countNothing();

}  // namespace keeve::store
