// The embedded store: RocksDB in a directory of its own. Batches go through its log, which keeps
// their order; sync() flushes the log to the medium. A store that was killed opens to some whole
// number of batches.
//
// Memory is bounded whatever the store holds (rocks_options.cc says by what).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "store/store.h"

namespace keeve::store {

// What files are written and read for; a store may be opened with another one each time.
//   compact: small files, and memory that does not grow with them. Blocks are compressed (LZ4).
//   fast: reads that miss every cache. Blocks are as they are, and read where the system maps them; indexes and filters are held in
//   memory, some 1.5 bytes an object.
enum class RocksProfile : uint8_t { compact, fast };

// StoreError where it cannot be opened: in use, absent (mustExist), no directory, damaged, not
// permitted.
std::unique_ptr<Store> openRocksStore(const std::string& path, OpenMode mode,
                                      RocksProfile profile = RocksProfile::compact);

}  // namespace keeve::store
