// Carries the effects of a crank into the tables that vats share: promises, and the queues of the
// vats that are to hear of something. It works on the crank's own buffer when JavaScript has ended,
// so that all of it commits with the crank.
//
// A promise is undecided, and then messages to it wait in the store, or settled. When it settles,
// its subscribers' queues get the news, and what waits is sent on to what it was settled to. A
// settled promise is forgotten when nothing refers to it any more (KernelPromise::refs). (One whose
// value leads back to itself is never forgotten: counts alone do not see that.)
//
// Where a vat decides the promise, a message that waits there goes ahead to that vat when its
// ticket has its turn in the vat's queue (SPEC §10). Once a message went ahead, the vat sends it on
// itself when it settles the promise, in the same crank; so what still waits is sent on when the
// crank has ended, after that. So messages to one object keep the order in which they were sent.
#pragma once

#include <list>
#include <memory>
#include <memory_resource>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "kernel/collect/in_flight.h"
#include "kernel/collect/object_holders.h"
#include "kernel/effects.h"
#include "kernel/promise_changes.h"
#include "kernel/run_queue.h"
#include "kernel/tables/records.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class Vats;

// The calls from outside that wait for a promise: its number -> the call's.
using Watched = std::unordered_map<uint64_t, uint64_t>;

class Router {
 public:
  struct Addition {
    VatId vat;
    uint64_t n = 0;
    std::unique_ptr<QueueEntry> entry;
  };

  // All must outlive it. `memory` is for its tables.
  Router(store::CrankBuffer& buffer, RunQueue& queue, Vats& vats, const Watched& watched,
         InFlight& inFlight, std::pmr::memory_resource& memory)
      : buffer_(buffer),
        promises_(buffer, memory),
        flight_(&memory),
        holders_(buffer, vats, inFlight, flight_),
        queue_(queue),
        vats_(vats),
        watched_(watched),
        work_(&memory),
        follow_(&memory),
        touchedPromises_(&memory),
        additions_(&memory) {}

  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  // What `vat` asked for; takes the effects. VatFault where it settles a promise that it does not
  // decide.
  void apply(VatId vat, Effects& effects);

  // What the kernel itself does.
  void act(Effect effect);
  void hold(const Kref& ref);
  void letGo(const KernelMessage& message);  // it leaves a queue, or a promise
  void letGo(const NotifyEntry& news);       // it leaves a queue
  // Promises that nothing reaches, which are all that hold each other.
  void end(const std::set<Kref>& promises);

  // The message that a ticket stands for, if it still waits; goAhead() takes it from the promise,
  // and letGo() is to follow.
  std::optional<KernelMessage> find(const TicketEntry& ticket);
  void goAhead(const TicketEntry& ticket);

  // Ends the crank: what was put off until now, vats that end among it. Only then is all of it in the
  // buffer.
  void finish();

  // After the crank committed: entries to push to the queue, and promises of `watched` that were
  // settled.
  std::pmr::vector<Addition>& additions() { return additions_; }
  const std::vector<Settle>& settled() const { return settled_; }
  const FlightChanges& flight() const { return flight_; }
  const std::pmr::vector<Kref>& touchedPromises() const { return touchedPromises_; }
  const ObjectHolders& holders() const { return holders_; }
  // The vats that ended. Their records and queues are the caller's to change (vat_end.h).
  const std::vector<VatId>& ended() const { return ended_; }

 private:
  void work();
  void finishWork();
  void perform(Effect effect);
  void create(const NewPromise& made);
  void drop(const Kref& ref);
  void subscribe(const Subscribe& wish);
  void settle(Settle news);
  void decide(const Decide& wish);
  void abandon(const Abandon& gone);
  void send(KernelMessage message);
  OwnerRecord ownerOf(const Kref& object);
  void sendToPromise(KernelMessage message);
  void waitAt(const KernelMessage& message);
  void waitBehindLeftovers(const KernelMessage& message);
  void sendOn(const Kref& promise, uint64_t n);
  void announce(const Kref& ref);
  void issueTicket(const Kref& ref, Undecided& undecided);
  bool takesTickets(VatId vat) const;
  bool hasEnded(VatId vat) const;
  std::string nameOf(VatId vat) const;
  void putOff(const EndVat& wish);
  void end(const EndVat& wish);
  void tellOfEnd(const VatRecord& record, const EndVat& wish);
  void rejectResult(const KernelMessage& message, std::string reasonBody);
  void enqueue(VatId vat, QueueEntry entry);
  void hold(const KernelMessage& message);
  KernelMessage waitingMessage(const Kref& promise, uint64_t n);
  void dropLater(const KernelMessage& message);
  void forget(const Kref& ref);

  store::CrankBuffer& buffer_;
  PromiseChanges promises_;
  FlightChanges flight_;
  ObjectHolders holders_;
  RunQueue& queue_;
  Vats& vats_;
  const Watched& watched_;
  // What is to be done, the next thing last, and what follows from the effect at hand, which comes before the rest.
  Effects work_;
  Effects follow_;
  // For finish(): messages that wait at promises that are settled, vats that are to end, and
  // promises that may have messages without a ticket. Few cranks have any, and an empty list takes no memory.
  std::list<TicketEntry> leftovers_;
  std::unordered_map<uint64_t, uint64_t> leftoversEnd_;  // by promise: past its last one's number
  bool isFinishing_ = false;
  std::list<EndVat> ends_;
  std::list<Kref> toAnnounce_;
  std::vector<VatId> ended_;
  std::pmr::vector<Kref> touchedPromises_;
  std::pmr::vector<Addition> additions_;
  std::vector<Settle> settled_;
};

}  // namespace keeve::kernel
