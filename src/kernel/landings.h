// The objects named by what is outside of vats and tables: calls and answers that came in and wait in memory, and results and
// host calls that went out to the host, which may name them again for as long as it has not let go of them. With the kernel's
// lock held.
#pragma once

#include <vector>

#include "kernel/kernel_state.h"

namespace keeve::kernel {

void holdOutside(KernelState& state, const std::vector<Kref>& refs);
void letGoOutside(KernelState& state, const std::vector<Kref>& refs);

// What goes out holds what it names, until the host lets go (Kernel::letGo()).
void holdTold(KernelState& state, const std::vector<OutputGate::Item>& items);

// Objects that nothing on its way names any more, and those that no other vat has: their owners are to look at them.
void noteLanded(KernelState& state, const InFlight::Landed& landed);

}  // namespace keeve::kernel
