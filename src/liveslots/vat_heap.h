// One vat's heap as the vat's side in C++ has it: the realm, what natives need between calls, and the port of the
// delivery under way. Natives (natives_*.cc) find it by their isolate.
#pragma once

#include <v8-isolate.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/class_transitions.h"
#include "engine/realm.h"
#include "liveslots/shared_memory.h"
#include "liveslots/slot_table.h"
#include "protocol/syscall_port.h"
#include "protocol/worker.h"

namespace keeve::liveslots {

// What a vat that passed `limit` is stopped for.
VatFault overLimit(const VatSettings& settings, const std::string& limit);

class VatHeap {
 public:
  VatHeap(engine::Engine& engine, const VatSettings& settings);

  // For another vat than it was made for, which has used nothing of it; its heap may be as large as that one's.
  void giveTo(const VatSettings& settings);
  ~VatHeap();
  VatHeap(const VatHeap&) = delete;
  VatHeap& operator=(const VatHeap&) = delete;

  static VatHeap& of(v8::Isolate* isolate);

  engine::Realm& realm() { return realm_; }
  const engine::Realm& realm() const { return realm_; }
  SlotTable& table() { return *table_; }
  SharedMemory& memory() { return *memory_; }
  engine::ClassTransitions& classTransitions() { return *classTransitions_; }
  const VatSettings& settings() const { return settings_; }

  // The port of the delivery under way; throws CheckFailed outside of one.
  SyscallPort& port() const;

  // For the time of a delivery. Stack use is measured from here.
  class InDelivery {
   public:
    InDelivery(VatHeap& heap, SyscallPort& port);
    ~InDelivery();
    InDelivery(const InDelivery&) = delete;
    InDelivery& operator=(const InDelivery&) = delete;

   private:
    VatHeap& heap_;
  };

  // Whether there is enough stack left for an encoding of any depth, or for a change to a record that must not end half
  // way.
  bool hasStack() const;
  bool hasStackForChange() const;

  // The parameters of the vat, until they were read.
  std::optional<VatCapData> parameters;

  // Whether JavaScript keeps, beside heap objects and promises, what a query may be about (js/release.js).
  bool asksJavaScript = false;

  // Whether entries of weak stores were ever in the state cache.
  bool hasWeakEntries = false;

  // What the next resolve syscall will say.
  std::vector<Resolution> resolutions;

 private:
  VatSettings settings_;
  engine::Realm realm_;
  std::unique_ptr<SlotTable> table_;  // these end before the realm does
  std::unique_ptr<engine::ClassTransitions> classTransitions_;
  std::unique_ptr<SharedMemory> memory_;
  uintptr_t stackUsed() const;

  SyscallPort* port_ = nullptr;
  uintptr_t stackTop_ = 0;
};

}  // namespace keeve::liveslots
