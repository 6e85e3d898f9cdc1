#include "sim/stepper.h"

#include <iterator>

#include "kernel/turns.h"

namespace keeve::kernel {

void KernelStepper::startAll() {
  for (const Vat* vat : kernel_.state_.vats.all()) kernel_.state_.queue.push(vat->id, StartItem{});
}

bool KernelStepper::step() {
  const size_t choice = random_.below(open_.size() + 1);
  if (choice == open_.size() && open_.size() < cranksMax_ && begin()) return true;
  if (open_.empty()) return begin();
  const auto chosen = std::next(open_.begin(), static_cast<std::ptrdiff_t>(choice % open_.size()));
  if (chosen->isDelivered) {
    finish(chosen);
  } else {
    chosen->crank.deliver();
    chosen->isDelivered = true;
  }
  return true;
}

bool KernelStepper::begin() {
  auto turn = takeTurn(kernel_.state_);
  if (!turn) return false;
  open_.emplace_back(kernel_.state_, kernel_.state_.vats.get(turn->vat), std::move(turn->item));
  open_.back().crank.prepare();
  return true;
}

// As a thread that keeps a vat for a few cranks.
bool KernelStepper::goOn(std::list<OpenCrank>::iterator open) {
  Vat& vat = open->vat;
  if (!vat.worker || !open->crank.filled().empty() || random_.oneIn(2)) return false;
  auto more = kernel_.state_.queue.takeMore(vat.id);
  if (!more) return false;
  open_.erase(open);
  open_.emplace_back(kernel_.state_, vat, std::move(*more));
  open_.back().crank.prepare();
  return true;
}

void KernelStepper::finish(std::list<OpenCrank>::iterator open) {
  open->crank.finish();
  if (goOn(open)) return;
  kernel_.state_.queue.release(open->vat.id, open->crank.filled());
  const auto asleep = sleepAfter(kernel_.state_, open->vat);
  open_.erase(open);
  kernel_.store_.flushIfFull();
}

}  // namespace keeve::kernel
