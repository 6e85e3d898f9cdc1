#include "kernel/collect/suspicion.h"

#include <algorithm>
#include <utility>

namespace keeve::kernel {

namespace {

constexpr int64_t kWrittenForALook = 4;  // records, for each object that a search looks at
constexpr int64_t kGrowthPart = 8;       // of what the last search reached

constexpr int64_t kIdleGrowthMinPart = 20;
constexpr int64_t kIdleGrowthPart = 2;

}  // namespace

bool Suspicion::isDue(Idle idle) const {
  const int64_t suspected = std::max(growth_, suspects_);
  if (idle == Idle::yes &&
      suspected > std::max(growthMin_ / kIdleGrowthMinPart, reached_ / kIdleGrowthPart))
    return true;
  return written_ > kWrittenForALook * reached_ &&
         suspected > std::max(growthMin_, reached_ / kGrowthPart);
}

void Suspicion::begin() {
  suspects_ = 0;
  written_ = 0;
  grownBefore_ = growth_;
}

// What was made meanwhile was spared, and is suspected by the next one.
void Suspicion::end() { growth_ -= std::exchange(grownBefore_, 0); }

}  // namespace keeve::kernel
