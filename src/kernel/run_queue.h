// What waits to be delivered, vat by vat, and whose turn it is. Deliveries between vats lie in the
// store (schema.h, 'Q'); here are only their numbers. Calls from outside lie here alone: until
// their crank commits nobody was told that they were heard. Each vat takes its own in the order in
// which they came; vats take turns, so that one that floods another starves nobody.
//
// A vat is busy from take() to release(): its next item waits until then. Where a crank has filled
// another vat's queue, its own vat is held back until that queue is half empty again; but never for
// one that is held back itself, so that some vat always has a turn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "kernel/host_calls.h"
#include "kernel/tables/kref.h"
#include "kernel/tables/records.h"
#include "store/store.h"

namespace keeve::kernel {

struct StoredItem {
  uint64_t n = 0;
  std::unique_ptr<QueueEntry> entry = nullptr;  // what the store holds under n, where it is at hand
};
struct OutsideCall {
  uint64_t call = 0;
  KernelCapData message;  // for the root object
};
struct StartItem {};  // begin an incarnation, where none runs
struct EndItem {};    // delete some more of what a terminated vat kept
// Look at some more candidates of the vat (collect/); of the kernel's: trace on a while.
struct CollectItem {};
using QueueItem =
    std::variant<StoredItem, OutsideCall, StartItem, EndItem, HostAnswer, CollectItem>;

class RunQueue {
 public:
  struct Turn {
    VatId vat;
    QueueItem item;
  };

  // `lengthMax`: of a vat's queue, before those who send to it are held back.
  explicit RunQueue(size_t lengthMax) : lengthMax_(lengthMax) {}

  // Takes in what the store holds. Throws StoreError where a key there is damaged.
  void load(const store::Store& store);

  // A number for an entry that is about to be written for `vat`; push() it when it is committed.
  uint64_t newNumber(VatId vat) { return queues_[vat].nextNumber++; }

  void push(VatId vat, QueueItem item);
  // To the front of what the vat has, and its next turn comes first of all: its heap was made for
  // this item, say, and nobody else's is to be made before that was used.
  void pushAgain(VatId vat, QueueItem item);

  // That the vat has turns of the collector: between its own, or before them. They come one after another; each is asked for.
  enum class Wish : uint8_t { none, inTurn, first };
  void wantCollection(VatId vat, Wish wish);

  // The next item, of a vat that is now busy; or the next turn of the collector, whatever else waits.
  std::optional<Turn> take();
  std::optional<Turn> takeCollection();
  // The next item of a busy vat, which stays busy; nullopt where it has none, or is to collect first.
  std::optional<QueueItem> takeMore(VatId vat);
  // The next of them, if it is news that is at hand and was not undone before.
  std::optional<StoredItem> takeNews(VatId vat);
  // The vat's crank has ended; it has filled the queues of those in `filled`.
  void release(VatId vat, const std::vector<VatId>& filled);

  bool isFull(VatId vat) const;
  bool isBusy(VatId vat) const;
  bool isWaiting(VatId vat) const;                    // whether it has items, or is busy
  size_t turnCount() const { return turns_.size(); }  // cranks that could begin now
  size_t busyCount() const { return busyCount_; }
  bool empty() const { return turns_.empty() && held_.empty() && busyCount_ == 0; }

 private:
  enum class Place : uint8_t { idle, inTurn, busy, held };
  struct VatQueue {
    std::deque<QueueItem> items;
    uint64_t nextNumber = 1;
    Place place = Place::idle;  // inTurn and held: it has items
    bool goesFirst = false;
    Wish collection = Wish::none;
    bool collectedLast = false;

    bool empty() const { return items.empty() && collection == Wish::none; }
  };

  static bool collectsNow(const VatQueue& queue);
  Turn occupy(VatId vat, VatQueue& queue, QueueItem item);
  QueueItem takeFront(VatId vat, VatQueue& queue);
  void enter(VatId vat, VatQueue& queue);
  void letGoHeld(VatId receiver);

  const size_t lengthMax_;
  std::unordered_map<VatId, VatQueue> queues_;
  std::deque<VatId> turns_;
  std::unordered_map<VatId, std::vector<VatId>> held_;  // by the vat whose queue is full
  size_t busyCount_ = 0;
  size_t entryCount_ = 0;  // of items that have their entry at hand
};

}  // namespace keeve::kernel
