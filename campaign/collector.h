// Kernel::collect(), where the kernel has it.
#pragma once

#include "kernel/kernel.h"

namespace keeve::campaign {

template <class Kernel>
concept Collects = requires(Kernel& kernel) {
  kernel.collect();
};

inline constexpr bool kKernelCollects = Collects<kernel::Kernel>;

template <class Kernel>
void collectAll(Kernel& kernel) {
  if constexpr (Collects<Kernel>) kernel.collect();
}

}  // namespace keeve::campaign
