// When the search for garbage in circles begins, and how it goes from one phase to the next (collect/marking.h). With the
// kernel's lock held.
#pragma once

#include "kernel/kernel_state.h"

namespace keeve::kernel {

// Begins where none is under way.
void beginMarking(KernelState& state);

// The same where that is likely to find something: as many objects have lost a reference, and kept others, as make it worth
// to look at all that can be reached. So marking costs a bounded part of the work that made it necessary.
void markIfSuspicious(KernelState& state);

// The vat has done its part of the phase, or has ended.
void markPartDone(KernelState& state, VatId vat);

// What an earlier life of the kernel left to collect.
void resumeCollection(KernelState& state);

}  // namespace keeve::kernel
