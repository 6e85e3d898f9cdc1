#include "kernel/landings.h"

#include "kernel/turns.h"

namespace keeve::kernel {

void holdOutside(KernelState& state, const std::vector<Kref>& refs) {
  FlightChanges changes;
  for (const Kref& ref : refs) {
    if (ref.isPromise()) continue;
    changes.hold(ref);
    state.marking.handOn(ref);
  }
  noteLanded(state, state.inFlight.apply(changes));
}

void letGoOutside(KernelState& state, const std::vector<Kref>& refs) {
  FlightChanges changes;
  for (const Kref& ref : refs) {
    if (!ref.isPromise()) changes.drop(ref);
  }
  noteLanded(state, state.inFlight.apply(changes));
}

void holdTold(KernelState& state, const std::vector<OutputGate::Item>& items) {
  for (const OutputGate::Item& item : items) {
    if (const auto* result = std::get_if<CallResult>(&item)) holdOutside(state, result->slots);
    if (const auto* call = std::get_if<HostCall>(&item)) holdOutside(state, call->message.slots);
  }
}

void noteLanded(KernelState& state, const InFlight::Landed& landed) {
  for (const auto& [vat, object] : landed) {
    if (vat == kKernelVat) {
      state.ended.push_back(object);
      state.queue.wantCollection(kKernelVat, RunQueue::Wish::inTurn);
      continue;
    }
    Vat& owner = state.vats.get(vat);
    owner.garbage.orphans.push_back(object);
    wantCollection(state, owner);
  }
}

}  // namespace keeve::kernel
