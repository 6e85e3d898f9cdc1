#include "kernel/crank_desk.h"

#include <utility>

namespace keeve::kernel {

Crank& CrankDesk::Place::begin(KernelState& state, store::CrankBuffer& buffer, Vat& vat,
                               QueueItem item) {
  return crank_.emplace(state, buffer, memory_, vat, std::move(item));
}

void CrankDesk::Place::clear() {
  crank_.reset();
  memory_.release();
}

Crank& CrankDesk::begin(Vat& vat, QueueItem item) {
  current_ = 1 - current_;
  return places_[current_].begin(state_, buffer_, vat, std::move(item));
}

void CrankDesk::clear() {
  for (Place& place : places_) place.clear();
}

}  // namespace keeve::kernel
