// What collecting would free in a store that no kernel has open (`keeve gc --dry-run`, `keeve stats`): the store is traced from
// its roots (tracer.h) as it is, without heaps, and nothing is changed.
#pragma once

#include <cstdint>
#include <functional>

#include "kernel/collect/reaper.h"
#include "store/store.h"

namespace keeve::kernel {

struct Survey {
  Collected garbage;       // imports and exports are not told: they follow
  uint64_t reached = 0;    // objects, stores and stored promises
  uint64_t liveBytes = 0;  // of the records of those
};

// `progress` is told now and then how many things were reached so far. Throws StoreError where a record is damaged.
using OnReached = std::function<void(uint64_t)>;
Survey surveyGarbage(const store::Store& store, const OnReached& progress = nullptr);

}  // namespace keeve::kernel
