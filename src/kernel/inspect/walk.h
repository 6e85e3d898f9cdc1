// Walks over what stands in a store under a prefix, for tools.
#pragma once

#include <string>

#include "store/store.h"

namespace keeve::kernel {

// Calls `visit` with the rest of the key and the value of each record whose key starts with `prefix`,
// in order; until it says false.
template <class Visit>
void eachRecord(const store::Store& store, const std::string& prefix, const Visit& visit) {
  const auto cursor = store.cursor();
  for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix); cursor->next()) {
    if (!visit(cursor->key().substr(prefix.size()), cursor->value())) return;
  }
}

}  // namespace keeve::kernel
