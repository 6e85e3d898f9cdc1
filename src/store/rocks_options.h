// How Keeve sets RocksDB up. Included by the RocksDB backend alone: it names a RocksDB type.
#pragma once

#include <rocksdb/options.h>

namespace keeve::store {

rocksdb::Options rocksOptions();

}  // namespace keeve::store
