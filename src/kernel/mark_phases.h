// When the search for garbage in circles begins, and how it goes from one phase to the next (collect/marking.h). With the
// kernel's lock held.
#pragma once

#include "kernel/kernel_state.h"

namespace keeve::kernel {

// Begins where none is under way.
void beginMarking(KernelState& state);

// The same where that is worth while (collect/suspicion.h).
void markIfSuspicious(KernelState& state, Suspicion::Idle idle);

// Nothing is left to do for now: the heaps of vats that may have dropped something are collected.
void collectWhenIdle(KernelState& state);

// The vat has done its part of the phase, or has ended.
void markPartDone(KernelState& state, VatId vat);

// Has the records of objects that are no more looked at, which wait for what named them on its way: those of an earlier life of
// the kernel, too.
void endLeftovers(KernelState& state);

// What an earlier life of the kernel left to collect.
void resumeCollection(KernelState& state);

}  // namespace keeve::kernel
