// Walks over what stands under a prefix, as a crank sees it.
#pragma once

#include <cstddef>
#include <string>

#include "kernel/tables/schema.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

// Calls `visit` with each record whose key starts with `prefix`, in order; it may erase the record,
// and change what stands under other prefixes.
template <class Visit>
void eachRecord(store::CrankBuffer& buffer, const std::string& prefix, const Visit& visit) {
  constexpr size_t kBatch = 256;
  std::string next = prefix;
  const std::string end = pastPrefix(prefix);
  for (;;) {
    const auto records = buffer.scan(next, end, kBatch);
    for (const store::Record& record : records) visit(record);
    if (records.size() < kBatch) return;
    next = records.back().key + '\0';
  }
}

}  // namespace keeve::kernel
