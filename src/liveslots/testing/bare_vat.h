// A vat whose root is the test's own object, spoken to as a kernel does: a message's target, arguments, result and the
// news of promises are said by name, and what the vat says stands in effects() until commit().
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "liveslots/liveslots_worker.h"
#include "liveslots/testing/memory_port.h"

namespace keeve::liveslots::testing {

// A reference stands as it is (a promise as a promise, all else as a remotable); a list of them is an array.
using Argument = std::variant<double, std::string, Vref, std::vector<Vref>>;

// A value, alone.
VatCapData valueOf(const Argument& argument);
// The body of a message that calls a method.
VatCapData callOf(std::string_view method, const std::vector<Argument>& arguments);

class BareVat {
 public:
  explicit BareVat(std::string code);

  // What start() tells the vat beside its incarnation.
  StartVat order;

  // Of incarnations that start from now on.
  VatLimits limits;

  // A new incarnation, started and committed. The outcome, for what is not Delivered.
  DeliveryOutcome start();

  // A delivery, with the effects of the one before committed.
  DeliveryOutcome deliver(const Vref& target, const VatCapData& message,
                          const std::optional<Vref>& result = {});
  DeliveryOutcome notify(std::vector<Resolution> resolutions);

  // Those, of a method of the root, that must come to an end; whether the heap is named then.
  bool call(std::string_view method, const std::vector<Argument>& arguments = {},
            const std::optional<Vref>& result = {});

  // What the heap holds: of `unheld`, after a collection of everything; and all.
  std::vector<HeapHold> collect(const std::vector<Vref>& unheld);
  std::vector<HeapHold> ask(const HeapQuery& query);
  bool holds(const Vref& ref);
  VatWorker& worker() { return *worker_; }

  Effects& effects() { return port_.effects; }
  MemoryPort& port() { return port_; }
  const std::vector<std::string>& printed() { return port_.effects.printed; }

 private:
  DeliveryOutcome deliverAny(const Delivery& delivery);

  MemoryPort port_;
  LiveslotsFactory factory_;
  std::unique_ptr<VatWorker> worker_;
};

inline constexpr Vref kRoot{kHeapObjectClass, kRootId};

inline Vref importNamed(uint64_t id) { return {kImportClass, id}; }
inline Vref promiseNamed(uint64_t id) { return {kImportedPromiseClass, id}; }

}  // namespace keeve::liveslots::testing
