// The format of a store: written when the store is first used, and looked at before anything else
// is read.
#pragma once

#include <string_view>

#include "store/store.h"

namespace keeve::kernel {

// Writes the format into an empty store. StoreError where the store has another format than this
// kernel reads, or is no store of Keeve's; `storeName` is what the message calls it.
void openFormat(store::Store& store, std::string_view storeName);

// The same without writing, for tools; an empty store is as good as one of ours.
void requireFormat(const store::Store& store, std::string_view storeName);

}  // namespace keeve::kernel
