#include "kernel/run_queue.h"

#include <algorithm>
#include <utility>

#include "kernel/tables/schema.h"
#include "protocol/vat_key.h"

namespace keeve::kernel {

namespace {

// Calls `visit` with the vat and the number of each key in a table of pairs.
template <class Visit>
void eachEntry(const store::Store& store, char table, const Visit& visit) {
  const std::string start = tableKey(table);
  const auto cursor = store.cursor();
  for (cursor->seek(start); cursor->valid() && cursor->key().starts_with(start); cursor->next()) {
    std::string_view rest = cursor->key().substr(start.size());
    uint64_t vat = 0;
    uint64_t n = 0;
    if (!takeOrderedVarint(rest, vat) || !takeOrderedVarint(rest, n) || !rest.empty()) {
      throw store::StoreError("a key of the run queue is damaged: see `keeve check`");
    }
    visit(VatId(vat), n);
  }
}

// What is kept of entries takes some 20 MB at most.
constexpr size_t kEntriesMax = 20'000;

bool isSmall(const QueueEntry& entry) {
  constexpr size_t kBytesMax = 512;
  constexpr size_t kSlotsMax = 16;
  const auto* message = std::get_if<KernelMessage>(&entry.what);
  return !message ||
         (message->data.body.size() <= kBytesMax && message->data.slots.size() <= kSlotsMax);
}

}  // namespace

void RunQueue::load(const store::Store& store) {
  eachEntry(store, 'Q', [this](VatId vat, uint64_t n) {
    queues_[vat].nextNumber = n + 1;
    push(vat, StoredItem{n});
  });
  // A dead letter keeps the number that it had, which nothing else may get.
  eachEntry(store, 'L', [this](VatId vat, uint64_t n) {
    uint64_t& next = queues_[vat].nextNumber;
    next = std::max(next, n + 1);
  });
}

void RunQueue::push(VatId vat, QueueItem item) {
  VatQueue& queue = queues_[vat];
  if (auto* stored = std::get_if<StoredItem>(&item); stored && stored->entry) {
    if (entryCount_ < kEntriesMax && isSmall(*stored->entry)) {
      ++entryCount_;
    } else {
      stored->entry.reset();
    }
  }
  queue.items.push_back(std::move(item));
  enter(vat, queue);
}

void RunQueue::pushAgain(VatId vat, QueueItem item) {
  VatQueue& queue = queues_[vat];
  if (const auto* stored = std::get_if<StoredItem>(&item); stored && stored->entry) ++entryCount_;
  queue.items.push_front(std::move(item));
  queue.goesFirst = true;
  enter(vat, queue);
}

// In turn, if it has items and nothing keeps it.
void RunQueue::enter(VatId vat, VatQueue& queue) {
  if (queue.place != Place::idle || queue.empty()) return;
  queue.place = Place::inTurn;
  if (std::exchange(queue.goesFirst, false)) {
    turns_.push_front(vat);
  } else {
    turns_.push_back(vat);
  }
}

std::optional<RunQueue::Turn> RunQueue::take() {
  if (turns_.empty()) return std::nullopt;
  const VatId vat = turns_.front();
  turns_.pop_front();
  VatQueue& queue = queues_[vat];
  if (collectsNow(queue)) return occupy(vat, queue, CollectItem{});
  return occupy(vat, queue, takeFront(vat, queue));
}

std::optional<RunQueue::Turn> RunQueue::takeCollection() {
  const auto collects = [this](VatId vat) { return queues_[vat].collection != Wish::none; };
  const auto found = std::find_if(turns_.begin(), turns_.end(), collects);
  if (found == turns_.end()) return std::nullopt;
  const VatId vat = *found;
  turns_.erase(found);
  return occupy(vat, queues_[vat], CollectItem{});
}

bool RunQueue::collectsNow(const VatQueue& queue) {
  return queue.items.empty() || queue.collection == Wish::first ||
         (queue.collection == Wish::inTurn && !queue.collectedLast);
}

RunQueue::Turn RunQueue::occupy(VatId vat, VatQueue& queue, QueueItem item) {
  queue.place = Place::busy;
  ++busyCount_;
  queue.collectedLast = std::holds_alternative<CollectItem>(item);
  if (queue.collectedLast) queue.collection = Wish::none;
  return Turn{vat, std::move(item)};
}

void RunQueue::wantCollection(VatId vat, Wish wish) {
  VatQueue& queue = queues_[vat];
  queue.collection = wish;
  enter(vat, queue);
}

std::optional<QueueItem> RunQueue::takeMore(VatId vat) {
  VatQueue& queue = queues_[vat];
  if (queue.items.empty() || queue.collection == Wish::first) return std::nullopt;
  return takeFront(vat, queue);
}

std::optional<StoredItem> RunQueue::takeNews(VatId vat) {
  VatQueue& queue = queues_[vat];
  if (queue.items.empty() || queue.collection == Wish::first) return std::nullopt;
  const auto* next = std::get_if<StoredItem>(&queue.items.front());
  if (!next || !next->entry || next->entry->faults > 0) return std::nullopt;
  if (!std::holds_alternative<NotifyEntry>(next->entry->what)) return std::nullopt;
  return std::get<StoredItem>(takeFront(vat, queue));
}

QueueItem RunQueue::takeFront(VatId vat, VatQueue& queue) {
  QueueItem item = std::move(queue.items.front());
  queue.items.pop_front();
  queue.goesFirst = false;
  if (const auto* stored = std::get_if<StoredItem>(&item); stored && stored->entry) --entryCount_;
  if (queue.items.size() <= lengthMax_ / 2) letGoHeld(vat);
  return item;
}

void RunQueue::release(VatId vat, const std::vector<VatId>& filled) {
  VatQueue& queue = queues_[vat];
  queue.place = Place::idle;
  --busyCount_;
  if (queue.empty()) return;
  // Nobody waits for one that waits, so that no circle of them does; and all wait for the kernel.
  const auto full = std::find_if(filled.begin(), filled.end(), [&](VatId receiver) {
    return receiver != vat && isFull(receiver) && queues_[receiver].place != Place::held;
  });
  if (full == filled.end() || vat == kKernelVat) return enter(vat, queue);
  queue.place = Place::held;
  held_[*full].push_back(vat);
}

bool RunQueue::isFull(VatId vat) const {
  const auto found = queues_.find(vat);
  return found != queues_.end() && found->second.items.size() > lengthMax_;
}

bool RunQueue::isBusy(VatId vat) const {
  const auto found = queues_.find(vat);
  return found != queues_.end() && found->second.place == Place::busy;
}

bool RunQueue::isWaiting(VatId vat) const {
  const auto found = queues_.find(vat);
  return found != queues_.end() &&
         (found->second.place != Place::idle || !found->second.items.empty());
}

void RunQueue::letGoHeld(VatId receiver) {
  const auto found = held_.find(receiver);
  if (found == held_.end()) return;
  const std::vector<VatId> freed = std::move(found->second);
  held_.erase(found);
  for (const VatId vat : freed) {
    VatQueue& queue = queues_[vat];
    queue.place = Place::idle;
    enter(vat, queue);
  }
}

}  // namespace keeve::kernel
