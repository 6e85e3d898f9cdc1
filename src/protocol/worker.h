// The wall between the kernel and a vat: the kernel never sees V8. In this process the worker is liveslots on an isolate
// of its own; across a process it is a transport; in the kernel's tests it is a script.
//
// A worker is one incarnation: it is made, gets StartVat, then any number of deliveries, and is destroyed. It is used by
// one thread at a time. deliver() returns only when the vat has nothing left to do. After StartFailed or Fault it may
// only be destroyed. deliver() throws what the port threw, unless that was a VatFault.
#pragma once

#include <cstddef>
#include <memory>
#include <set>
#include <string>

#include "protocol/delivery.h"
#include "protocol/syscall_port.h"

namespace keeve {

// SPEC §11; the config's names in the comments.
struct VatLimits {
  size_t heapBytesMax = size_t{256} << 20;  // heapMB
  int crankMsMax = 5000;                    // crankMs
  size_t valueBytesMax = size_t{16} << 20;  // valueMB
  size_t messagesMax = 100'000;             // messages (a crank); the port's to keep
  size_t storeBytesMax = 0;                 // storeMB; 0: none; the port's to keep
  size_t cacheBytesMax = size_t{32} << 20;  // the state cache, no limit to vat code
};

struct VatSettings {
  std::string name;
  VatLimits limits;
  std::set<std::string> powers;  // "clock", "random"
};

class VatWorker {
 public:
  virtual ~VatWorker() = default;
  virtual DeliveryOutcome deliver(const Delivery& delivery, SyscallPort& port) = 0;
};

class VatWorkerFactory {
 public:
  virtual ~VatWorkerFactory() = default;
  virtual std::unique_ptr<VatWorker> make(const VatSettings& settings) = 0;
};

}  // namespace keeve
