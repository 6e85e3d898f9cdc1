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
#include <variant>
#include <vector>

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
  size_t cacheBytesMax = size_t{32} << 20;  // the state cache at most, no limit to vat code

  bool operator==(const VatLimits&) const = default;
};

struct VatSettings {
  std::string name;
  VatLimits limits;
  std::set<std::string> powers;  // "clock", "random"
};

// Whether a heap has to do with an object. `recognized`: it cannot use it, and would tell it again should it come back (a
// presence that was a key of a WeakMap).
enum class HeapHold : uint8_t { none, recognized, held };

// The state cache of a worker: what it holds; and since this was last told, what left it for want of room, and how often an object
// or an entry that a crank used was in it (a hit: once a crank, however often it was used) or was read from the store.
struct CacheUse {
  size_t bytes = 0;
  size_t evictedBytes = 0;
  uint64_t hits = 0;
  uint64_t misses = 0;
};

// What the kernel asks of the heap between deliveries (SPEC §7). `unheld` are objects that nothing outside of the heap refers
// to: virtual objects, stores, stored promises, heap objects, imports. The heap lets go of those that it kept for the
// outside's sake alone (a heap object that was sent or stored, the values of a WeakMap's entry that waits for its key to come
// back), so that V8 may collect them; what it refers to again afterwards it keeps again by itself.
struct HeapQuery {
  bool collect = false;  // V8 collects everything first
  std::vector<Vref> unheld;
  std::vector<RefKey> gone;  // that were told to be none or recognized, and do not exist any more
  bool shrinkCache = false;  // the state cache drops what it holds beyond its bound
};
struct HeapAnswer {
  std::vector<HeapHold> holds;  // one for each of `unheld`
};

class VatWorker {
 public:
  virtual ~VatWorker() = default;
  virtual DeliveryOutcome deliver(const Delivery& delivery, SyscallPort& port) = 0;

  // These run no code of the vat's, and what they answer changes nothing that it can see. After a Fault the worker may only
  // be destroyed.
  virtual std::variant<HeapAnswer, Fault> ask(const HeapQuery& query) = 0;
  // Whether the heap holds an object, whatever else refers to it: a quick look before ask(), false where only that can tell.
  virtual bool surelyHolds(const Vref& /*ref*/) const { return false; }
  virtual std::vector<RefKey>
  held() = 0;  // all that the heap may use, those that V8 could collect among them
  // From now on the state cache holds so much at most; a crank that reads more drops something.
  virtual void setCacheBytesMax(size_t /*bytes*/) {}
  virtual CacheUse takeCacheUse() { return {}; }
  virtual uint64_t collections()
      const = 0;  // how often V8 has collected everything: before that, nothing was dropped
};

class VatWorkerFactory {
 public:
  virtual ~VatWorkerFactory() = default;
  // For any thread, as is expect().
  virtual std::unique_ptr<VatWorker> make(const VatSettings& settings) = 0;
  // Another worker with such limits is likely to be wanted soon: what can be done ahead may be, on another thread.
  virtual void expect(const VatSettings& /*settings*/) {}
};

}  // namespace keeve
