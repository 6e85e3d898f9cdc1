// Records that cannot be read back: the store was damaged, or something else wrote to it. The
// kernel stops at the first one; `keeve check` lists them all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/vat_key.h"
#include "store/store.h"

namespace keeve::kernel {

template <class Record>
Record orDamaged(std::optional<Record> record, std::string_view what) {
  if (record) return std::move(*record);
  throw store::StoreError("a " + std::string(what) +
                          " record in the store is damaged: see `keeve check`");
}

// The number that the rest of a key is.
inline uint64_t numberIn(std::string_view rest) {
  uint64_t number = 0;
  if (!takeOrderedVarint(rest, number) || !rest.empty())
    throw store::StoreError("a key in the store is damaged: see `keeve check`");
  return number;
}

}  // namespace keeve::kernel
