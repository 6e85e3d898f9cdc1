// What a crank does beyond its own vat, written down while it runs and carried into the kernel's
// tables when it ends (router.h). A crank so touches only its own vat's keys while JavaScript runs,
// and tables that vats share are changed by one crank at a time.
#pragma once

#include <variant>
#include <vector>

#include "kernel/kref.h"

namespace keeve::kernel {

// A promise that the vat made. `decider` is the vat itself, or kNoVat for the result of a message
// that it sends.
struct NewPromise {
  Kref promise;
  VatId decider;
};
// A c-list took a promise in, or let it go.
struct HoldPromise {
  Kref promise;
};
struct DropPromise {
  Kref promise;
};
struct Subscribe {
  Kref promise;
  VatId vat;
};
struct Settle {
  Kref promise;
  bool rejected = false;
  KernelCapData value;
};
using Effect = std::variant<NewPromise, HoldPromise, DropPromise, Subscribe, Settle, KernelMessage>;

}  // namespace keeve::kernel
