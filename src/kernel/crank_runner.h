// Runs cranks (SPEC §8.1): hands one delivery to a vat, and makes all that came of it one commit,
// or nothing. A fault undoes the crank and ends the incarnation; the next delivery begins another.
//
// The commit of a crank holds the vat's state, its c-list, the promises it settled, the queue
// entries of the messages it sent, and the removal of the delivery itself: so a delivery that was
// interrupted is delivered again, and one that was committed never is.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "kernel/crank_port.h"
#include "kernel/kref_allocator.h"
#include "kernel/output_gate.h"
#include "kernel/records.h"
#include "kernel/router.h"
#include "kernel/run_queue.h"
#include "kernel/vat_table.h"
#include "protocol/worker.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

// What the runner works on; all of it belongs to the kernel and outlives the runner.
struct CrankParts {
  store::Store& store;
  VatWorkerFactory& factory;
  KrefAllocator& allocator;
  Vats& vats;
  RunQueue& queue;
  OutputGate& gate;
  const Clock& clock;
  AppRecord& app;
  Watched& watched;
};

// The number that bootstrap's result has among the calls from outside; no other has it.
inline constexpr uint64_t kBootstrapCall = 0;

class CrankRunner {
 public:
  explicit CrankRunner(const CrankParts& parts) : parts_(parts), buffer_(parts.store) {}

  // Sees to it that an incarnation of the vat runs: false where it does not start
  // (Vat::startFailure says why; it is not tried again).
  bool start(Vat& vat);

  // Delivers the item and commits, once, whatever comes of it. Throws where the store fails.
  void run(Vat& vat, const QueueItem& item);

 private:
  DeliveryOutcome deliver(VatWorker& worker, const VatSettings& settings, Delivery delivery,
                          CrankPort& port);
  void runCall(Vat& vat, const OutsideCall& call);
  void runStored(Vat& vat, uint64_t n);
  void runMessage(Vat& vat, uint64_t n, const QueueEntry& entry);
  void runNotify(Vat& vat, uint64_t n, const QueueEntry& entry);
  void deliverStored(Vat& vat, uint64_t n, const QueueEntry& entry, Delivery delivery,
                     CrankPort& port, Router& router);
  void finishStart(Vat& vat, VatRecord next, CrankPort& port, Router& router,
                   const std::vector<std::string>& rootMethods);
  uint64_t askBootstrap(Router& router, const Vat& vat);  // the promise of its result
  void failStart(Vat& vat, std::string reasonBody, std::string log);
  void failCall(Vat& vat, uint64_t call, const Fault& fault);
  void failStored(Vat& vat, uint64_t n, QueueEntry entry, const Fault& fault);
  void rejectCall(uint64_t call, std::string reasonBody);
  void rejectStored(Router& router, Vat& vat, uint64_t n, const QueueEntry& entry,
                    std::string reasonBody);
  void putAside(Vat& vat, uint64_t n, QueueEntry entry, const Fault& fault);
  void removeEntry(Router& router, Vat& vat, uint64_t n, const QueueEntry& entry);
  void endIncarnation(Vat& vat, Router& router);

  Router router() { return {buffer_, parts_.queue, parts_.vats, parts_.watched}; }
  // The VatFault of a limit passed leaves nothing behind.
  void commit(Vat& vat, const Router& router, std::vector<OutputGate::Item> items);
  void countStored(Vat& vat, store::WriteBatch& batch);
  CallResult resultOf(uint64_t call, bool rejected, KernelCapData value);

  CrankParts parts_;
  store::CrankBuffer buffer_;  // of the crank at hand; empty between cranks
};

}  // namespace keeve::kernel
