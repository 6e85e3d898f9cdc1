// What a crank does beyond its own vat, written down while it runs and carried into the kernel's
// tables when it ends (router.h). A crank so touches only its own vat's keys while JavaScript runs,
// on whatever thread, and tables that vats share are changed by one crank at a time.
#pragma once

#include <memory_resource>
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
// Something refers to `ref` that lasts beyond the crank, or does no more: to a promise a c-list or anything else, to an object
// what is on its way or stands in a record of the kernel's (in_flight.h).
struct HoldRef {
  Kref ref;
};
struct DropRef {
  Kref ref;
};
// A c-list took the object in as an import, or took it in again that the vat only recognized.
struct ImportObject {
  Kref object;
};
struct ReviveImport {
  Kref object;
  VatId vat;
};
// The vat cannot reach the object any more, and recognizes it or does not. Then, that it does not recognize it any more.
enum class Afterwards : uint8_t { recognized, forgotten };
struct LeaveImport {
  Kref object;
  VatId vat;
  Afterwards afterwards = Afterwards::forgotten;
};
struct ForgetImport {
  Kref object;
  VatId vat;
};
// The object is no more: with the heap before the incarnation `endedBy`, or (0) since nothing could reach it.
struct EndObject {
  Kref object;
  uint64_t endedBy = 0;
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
using Effect =
    std::variant<NewPromise, HoldRef, DropRef, Subscribe, Settle, KernelMessage, Decide, Abandon,
                 EndVat, ImportObject, ReviveImport, LeaveImport, ForgetImport, EndObject>;
using Effects = std::pmr::vector<Effect>;

}  // namespace keeve::kernel
