// Records that cannot be read back: the store was damaged, or something else wrote to it. The
// kernel stops at the first one; `keeve check` lists them all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/store.h"

namespace keeve::kernel {

template <class Record>
Record orDamaged(std::optional<Record> record, std::string_view what) {
  if (record) return std::move(*record);
  throw store::StoreError("a " + std::string(what) +
                          " record in the store is damaged: see `keeve check`");
}

}  // namespace keeve::kernel
