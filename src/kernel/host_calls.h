// Host objects: what the program around the kernel gives to vats. A vat sees a presence like any
// other; a message to it leaves the kernel as a host call.
//
// A host call is durable before it goes out: it moves from the queue into the store's table of open
// host calls in a crank of its own, and leaves that table in the crank that settles its result. In
// between it goes out once in each life of the kernel, always under the same key; so a host that
// remembers the keys that it has carried out does everything exactly once (SPEC §8.2), and one that
// does not at least once. Calls go out in the order of their keys, and those from one vat to one
// object in the order of sending; they are open all at once, and may be settled in any order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/tables/kref.h"

namespace keeve::kernel {

struct HostCall {
  uint64_t key = 0;                   // no other call in the life of the store has it
  std::string object;                 // the name of the host object that it was sent to
  bool wantsResult = false;           // false: sendOnly. It is to be settled all the same
  KernelCapData message;              // as DeliverMessage describes it: [op, name, arguments]
  std::vector<std::string> slotTags;  // what is known of each slot: the tag of its kind, else ""
};

struct HostAnswer {
  uint64_t key = 0;
  bool rejected = false;
  // The value or the reason. Its slots: objects that the kernel has told of, Kernel::hostObject(),
  // and promises of this call's message.
  KernelCapData value;
};

}  // namespace keeve::kernel
