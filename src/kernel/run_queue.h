// What waits to be delivered, vat by vat, and whose turn it is. Deliveries between vats lie in the
// store (schema.h, 'Q'); here are only their numbers. Calls from outside lie here alone: until
// their crank commits nobody was told that they were heard. Each vat takes its own in the order in
// which they came; vats take turns, so that one that floods another starves nobody.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>

#include "kernel/kref.h"
#include "store/store.h"

namespace keeve::kernel {

struct StoredItem {
  uint64_t n = 0;
};
struct OutsideCall {
  uint64_t call = 0;
  std::string body;  // a message for the root object
};
using QueueItem = std::variant<StoredItem, OutsideCall>;

class RunQueue {
 public:
  struct Turn {
    VatId vat;
    QueueItem item;
  };

  // Takes in what the store holds. Throws StoreError where a key there is damaged.
  void load(const store::Store& store);

  // A number for an entry that is about to be written for `vat`; push() it when it is committed.
  uint64_t newNumber(VatId vat) { return queues_[vat].nextNumber++; }

  void push(VatId vat, QueueItem item);
  void pushAgain(VatId vat, QueueItem item);  // to the front of what the vat has

  std::optional<Turn> take();
  bool empty() const { return turns_.empty(); }

 private:
  struct VatQueue {
    std::deque<QueueItem> items;
    uint64_t nextNumber = 1;
  };

  std::unordered_map<VatId, VatQueue> queues_;
  std::deque<VatId> turns_;  // the vats that have items, each once
};

}  // namespace keeve::kernel
