// How Keeve sets RocksDB up. Included by the RocksDB backend alone: it names a RocksDB type.
#pragma once

#include <rocksdb/options.h>

#include "store/rocks_store.h"

namespace keeve::store {

rocksdb::Options rocksOptions(RocksProfile profile);

}  // namespace keeve::store
