// How Keeve sets RocksDB up. Included by the RocksDB backend alone: it names a RocksDB type.
#pragma once

#include <rocksdb/options.h>

#include "store/rocks_store.h"

namespace keeve::store {

rocksdb::Options rocksOptions(RocksProfile profile);

// From now on RocksDB counts no comparisons of keys for the calling thread: that took a quarter of its work in memory.
void countNothing();

}  // namespace keeve::store
