// One crank (SPEC §8.1): one delivery to a vat, and all that came of it in one commit, or nothing. A
// fault undoes the crank and ends the incarnation; the next delivery begins another.
//
// The commit of a crank holds the vat's state, its c-list, the promises it settled, the queue
// entries of the messages it sent, and the removal of the delivery itself: so a delivery that was
// interrupted is delivered again, and one that was committed never is.
//
// A crank goes in three steps, so that many vats run at once: prepare() and finish() with the
// kernel's lock held, deliver() without it. In between it reads and writes its own vat's keys and
// nothing else; what it does beyond its vat are effects, carried out by finish().
//
// Turns of the kernel's own (kernel_objects.h) and of vats that have ended (vat_end.h) deliver
// nothing: all is done by finish(). A vat may end while a crank of it runs: that crank is undone.
#pragma once

#include <memory>
#include <memory_resource>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kernel/collect/collect_turn.h"
#include "kernel/collect/mark_turn.h"
#include "kernel/crank_port.h"
#include "kernel/kernel_state.h"
#include "kernel/run_queue.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class Crank {
 public:
  // `buffer` is empty, and this crank's until it ends. The vat is this crank's too, and so is `memory`, for
  // its tables. All must outlive it.
  Crank(KernelState& state, store::CrankBuffer& buffer, std::pmr::memory_resource& memory, Vat& vat,
        QueueItem item);
  Crank(const Crank&) = delete;
  Crank& operator=(const Crank&) = delete;

  // Each throws where the store fails, and the kernel is of no more use then.
  void prepare();
  void deliver();
  void finish();

  bool collects() const { return std::holds_alternative<CollectItem>(item_); }
  // After finish(): the vats whose queues its messages have filled.
  const std::vector<VatId>& filled() const { return filled_; }

 private:
  void prepareStart();
  void prepareCall(const OutsideCall& call);
  void prepareStored(uint64_t n);
  void prepareMessage();
  void prepareNotify();
  void weighNews(double tookMs);
  void openPort(const VatSettings& settings);

  void finishItem();
  void finishStart();
  void commitStart(const std::vector<std::string>& rootMethods);
  bool isGivenVatAdmin() const;
  bool hasStartEndedProcess();
  bool hasNewSettings() const;
  void tellOfCreation(Router& router);
  uint64_t askBootstrap(Router& router);  // the promise of its result
  void failStart(std::string reasonBody, std::string log);
  void finishCall(uint64_t call);
  void failCall(uint64_t call, const Fault& fault);
  void rejectCall(uint64_t call, std::string reasonBody);
  void committed();  // what the vat delivered
  void forgetCrash();
  void noteCache();
  void finishStored(uint64_t n);
  void failStored(uint64_t n, const Fault& fault);
  void rejectStored(Router& router, uint64_t n, std::string reasonBody);
  void putAside(uint64_t n, const Fault& fault);
  void giveUpTicket(uint64_t n, const Fault& fault);
  void readEntry(uint64_t n);
  bool hasEndedProcess(uint64_t n) const;
  Fault crashFault() const;
  void beginEntry(Router& router);
  void removeEntry(Router& router, uint64_t n);
  void removeMoreNews(Router& router);
  void giveBackMoreNews();
  void endWorker(Vat& vat);
  void endIncarnation(Router& router);

  void prepareCollect();
  void collect();
  std::optional<Fault> shrinkCache();
  void trace();
  void finishCollect();
  void giveUpCollecting();
  void passDeleting();
  void finishMark();
  void collectInVain();
  void collected();
  void finishTrace();
  void noteGarbage(const Router& router);
  void noteCounts(RefCounts& counts);

  void finishKernelTurn();
  void finishOfEnded();
  void rejectForEnded(uint64_t n);
  void deleteMore();

  Router router() {
    return {buffer_, state_.queue, state_.vats, state_.watched, state_.inFlight, memory_};
  }
  std::vector<OutputGate::Item> printed();
  // The VatFault of a limit passed leaves nothing behind.
  void commit(Router& router, std::vector<OutputGate::Item> items);
  void countStored(store::WriteBatch& batch);
  void markEnded(VatId id, store::WriteBatch& batch);
  void stopEnded(VatId id);
  CallResult resultOf(uint64_t call, bool rejected, KernelCapData value);

  KernelState& state_;
  store::CrankBuffer& buffer_;
  std::pmr::memory_resource& memory_;
  Vat& vat_;
  QueueItem item_;
  std::optional<QueueEntry> entry_;       // of a StoredItem
  std::optional<KernelMessage> message_;  // likewise: that it is or stands for
  std::vector<StoredItem> moreNews_;      // that this crank tells of beside it
  size_t newsNext_ = 1;                   // how much the next such crank may take
  std::optional<VatRecord> next_;         // of a start: what the vat's record becomes
  std::unique_ptr<VatWorker> worker_;     // of a start
  bool othersWillWake_ = false;  // at a start: so many are awake that it sends one to sleep
  std::vector<std::unique_ptr<VatWorker>> ended_;  // destroyed with the crank, when no lock is held
  std::optional<CrankPort> port_;                  // while there is something to deliver
  std::optional<Delivery> delivery_;               // likewise
  std::optional<CollectTurn> collecting_;
  std::optional<Fault> collectingFault_;
  std::optional<MarkTurn> marking_;
  bool isTracing_ = false;
  bool isHeapToCollect_ = false;
  bool isCacheToShrink_ = false;
  std::string miscount_;  // what was wrong, where the collector found a count that cannot be
  std::optional<std::set<Kref>> deadPromises_;  // of a trace that came to its end
  std::vector<VatId> filled_;
  std::optional<DeliveryOutcome> outcome_;  // once it was delivered
};

}  // namespace keeve::kernel
