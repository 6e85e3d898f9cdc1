// What a crank does beyond its own vat, written down while it runs and carried into the kernel's
// tables when it ends (router.h). A crank so touches only its own vat's keys while JavaScript runs,
// on whatever thread, and tables that vats share are changed by one crank at a time.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "kernel/tables/kref.h"

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
// The vat decides the promise from now on: the result of the message that it was handed.
struct Decide {
  Kref promise;
  VatId vat;
};
// The heap that would have decided the promise is gone: rejected with `reasonBody`, where that vat is its decider.
struct Abandon {
  Kref promise;
  VatId vat;
  std::string reasonBody;
};
// The vat ends (SPEC §10's vats that are made while the kernel runs, and `exitVat`).
struct EndVat {
  VatId vat;
  bool failed = false;
  KernelCapData value;
};
using Effect = std::variant<NewPromise, HoldPromise, DropPromise, Subscribe, Settle, KernelMessage,
                            Decide, Abandon, EndVat>;

}  // namespace keeve::kernel
