#include "kernel/run_queue.h"

#include "kernel/schema.h"
#include "protocol/vat_key.h"

namespace keeve::kernel {

void RunQueue::load(const store::Store& store) {
  const std::string start = tableKey('Q');
  const auto cursor = store.cursor();
  for (cursor->seek(start); cursor->valid() && cursor->key().starts_with(start); cursor->next()) {
    std::string_view rest = cursor->key().substr(start.size());
    uint64_t vat = 0;
    uint64_t n = 0;
    if (!takeOrderedVarint(rest, vat) || !takeOrderedVarint(rest, n) || !rest.empty()) {
      throw store::StoreError("a key of the run queue is damaged: see `keeve check`");
    }
    queues_[VatId(vat)].nextNumber = n + 1;
    push(VatId(vat), StoredItem{n});
  }
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
