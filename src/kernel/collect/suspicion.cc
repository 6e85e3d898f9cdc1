#include "kernel/collect/suspicion.h"

#include <algorithm>
#include <utility>

namespace keeve::kernel {

bool Suspicion::isDue(Idle idle) const {
  const auto min = static_cast<double>(growthMin_);
  const auto reached = static_cast<double>(reached_);
  const double all = std::max(min, 2 * reached);  // where none of it is garbage
  const double few = std::max(min / 2, reached / 4);
  double bound = all + garbageShare_ * (few - all);
  if (idle == Idle::yes) bound = std::min(bound, std::max(min / 20, reached / 2));
  return static_cast<double>(std::max(growth_, suspects_)) > bound;
}

void Suspicion::begin() {
  suspects_ = 0;
  found_ = 0;
  grownBefore_ = growth_;
}

void Suspicion::end() {
  const auto grown = static_cast<double>(std::max<int64_t>(grownBefore_, 1));
  const double least = std::max(static_cast<double>(growthMin_) / 20, grown);
  const int64_t found = std::exchange(found_, 0);
  garbageShare_ = std::min(1.0, static_cast<double>(found) / least);
  // What was made meanwhile was spared, and is suspected by the next one.
  growth_ -= std::exchange(grownBefore_, 0);
}

}  // namespace keeve::kernel
