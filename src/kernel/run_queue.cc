#include "kernel/run_queue.h"

#include <algorithm>

#include "kernel/schema.h"
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
  if (queue.items.empty()) turns_.push_back(vat);
  queue.items.push_back(std::move(item));
}

void RunQueue::pushAgain(VatId vat, QueueItem item) {
  VatQueue& queue = queues_[vat];
  if (queue.items.empty()) turns_.push_back(vat);
  queue.items.push_front(std::move(item));
}

std::optional<RunQueue::Turn> RunQueue::take() {
  if (turns_.empty()) return std::nullopt;
  const VatId vat = turns_.front();
  turns_.pop_front();
  VatQueue& queue = queues_[vat];
  Turn turn{vat, std::move(queue.items.front())};
  queue.items.pop_front();
  if (!queue.items.empty()) turns_.push_back(vat);
  return turn;
}

}  // namespace keeve::kernel
