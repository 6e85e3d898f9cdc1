// The embedded store: RocksDB in a directory of its own. Batches go through its log, which keeps
// their order; sync() flushes the log to the medium. A store that was killed opens to some whole
// number of batches.
//
// Memory is bounded whatever the store holds (rocks_options.cc says by what).
#pragma once

#include <memory>
#include <string>

#include "store/store.h"

namespace keeve::store {

// StoreError where it cannot be opened: in use, absent (mustExist), no directory, damaged, not
// permitted.
std::unique_ptr<Store> openRocksStore(const std::string& path, OpenMode mode);

}  // namespace keeve::store
