// Whose turn it is, and who falls asleep after it: what the threads that run cranks (crank_pool.h)
// decide, apart from threads. With the kernel's lock held.
#pragma once

#include <memory>
#include <optional>

#include "kernel/kernel_state.h"

namespace keeve::kernel {

// The next crank: the item is the start of the vat's incarnation where none runs, and what it was
// started for comes next.
std::optional<RunQueue::Turn> takeTurn(KernelState& state);

// A crank of `vat` has ended. The worker of a vat that falls asleep for it, to be destroyed when
// the lock is free; null where none does.
std::unique_ptr<VatWorker> sleepAfter(KernelState& state, Vat& vat);

// Has the collector look at the vat's garbage, if there is any to look at.
void wantCollection(KernelState& state, Vat& vat);

}  // namespace keeve::kernel
