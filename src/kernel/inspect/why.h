// `keeve why`: the shortest chain of what is stored that keeps an object (SPEC §7, §12), from a root of the whole
// store down to the object. Vats that have ended keep nothing. Throws StoreError where a record is damaged.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "kernel/inspect/inspect.h"

namespace keeve::kernel {

// What is kept without anything that keeps it.
struct WhyRoot {
  enum class Sort : uint8_t {
    baggage,
    bound,       // a store that code finds again by `name`
    rootObject,  // of a vat
    queue,       // of `vat`, and there a message that calls `name`
    deadLetter,  // the same
    waiting,     // a message at the promise `number`, that calls `name`
    promise,     // the promise `number` is settled to it
    parameters,  // of `vat`
    hostCall,    // the call `number`, of the host object `name`
    candidate,   // a last resort: a heap may hold it, or nothing does
  };
  Sort sort = Sort::baggage;
  VatId vat = kNoVat;
  uint64_t number = 0;
  std::string name = {};  // UTF-8
};

// How the step before holds a step.
struct HeldByProperty {
  std::string name;  // UTF-8
};
struct HeldByEntry {
  uint64_t store = 0;
  EntryInfo entry;
  bool asKey = false;
};
// While the store and the key are both kept: the step before is one of the two.
struct HeldByWeakEntry {
  uint64_t store = 0;
  EntryInfo entry;
};
struct HeldByPromise {};
struct HeldByImport {};  // the step before is the name that another vat has for it
using WhyHeld = std::variant<WhyRoot, HeldByProperty, HeldByEntry, HeldByWeakEntry, HeldByPromise,
                             HeldByImport>;

struct WhyStep {
  VatId vat;
  Vref ref;
  WhyHeld held;  // a root for the first step, and for no other
};

// Empty where nothing keeps it.
std::vector<WhyStep> whyKept(const store::Store& store, VatId vat, RefKey ref);

}  // namespace keeve::kernel
