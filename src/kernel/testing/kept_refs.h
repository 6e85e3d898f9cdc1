// References that a scripted vat keeps in a record of its own, so that it has them in its next incarnation, and the collector
// knows of them.
#pragma once

#include <algorithm>
#include <vector>

#include "kernel/tables/bodies.h"
#include "protocol/syscall_port.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {

inline std::vector<Vref> keptRefs(SyscallPort& port, uint64_t id = 0) {
  const auto bytes = port.read({VatTable::promise, id});
  return bytes ? parsePromise(*bytes)->value.slots : std::vector<Vref>{};
}

inline void keepRefs(SyscallPort& port, const std::vector<Vref>& refs, uint64_t id = 0) {
  const auto without = [](const std::vector<Vref>& all, const std::vector<Vref>& others) {
    std::vector<Vref> rest;
    for (const Vref& ref : all) {
      const auto isRef = [&](const Vref& each) { return each.key() == ref.key(); };
      if (std::none_of(others.begin(), others.end(), isRef) &&
          std::none_of(rest.begin(), rest.end(), isRef))
        rest.push_back(ref);
    }
    return rest;
  };
  const bool isNew = !port.read({VatTable::promise, id});
  const std::vector<Vref> before = keptRefs(port, id);
  const std::vector<Vref> gained = without(refs, before);
  const std::vector<Vref> lost = without(before, refs);
  port.write({VatTable::promise, id}, toBytes(PromiseRecord{false, {undefinedBody(), refs}}),
             {isNew, gained, lost});
}

}  // namespace keeve::kernel
