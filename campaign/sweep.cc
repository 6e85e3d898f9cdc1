#include "campaign/sweep.h"

#include <algorithm>
#include <set>

#include "campaign/compare.h"
#include "kernel/tables/records.h"
#include "kernel/tables/schema.h"
#include "protocol/vat_key.h"

namespace keeve::campaign {

namespace {

class Sweep {
 public:
  Sweep(const store::Store& store, const StoredGraph& stored, const Graph& graph,
        const Reach& reached)
      : store_(store),
        stored_(stored),
        graph_(graph),
        reached_(reached),
        promises_(promiseNames(graph, reached)) {}

  store::WriteBatch run() {
    for (size_t vat = 0; vat < kVats; ++vat) {
      for (const VatTable table : {VatTable::state, VatTable::store, VatTable::entry,
                                   VatTable::weakEntry, VatTable::ordinal, VatTable::promise}) {
        eachRecord(
            vat, kernel::VatPart::data,
            [&](std::string_view rest) { return isGarbage(vat, table, rest.substr(1)); },
            static_cast<char>(table));
      }
      eachRecord(vat, kernel::VatPart::objectNames,
                 [&](std::string_view rest) { return isGarbageName(rest); });
      eachRecord(vat, kernel::VatPart::exports, [&](std::string_view rest) {
        if (rest.front() != 'o') return false;
        rest.remove_prefix(1);
        uint64_t id = 0;
        return takeOrderedVarint(rest, id) && isGone(serialOf(stored_, vat, id * 2));
      });
    }
    for (const auto& [kref, home] : stored_.homes) {
      if (isGone(serialOf(stored_, home.first, home.second * 2)))
        batch_.erase(kernel::ownerKey(kref));
    }
    return std::move(batch_);
  }

 private:
  template <class IsGarbage>
  void eachRecord(size_t vat, kernel::VatPart part, const IsGarbage& isGarbage, char table = 0) {
    const std::string prefix = kernel::vatPartKey(stored_.vats.at(vat), part);
    const auto cursor = store_.cursor();
    for (cursor->seek(table == 0 ? prefix : prefix + table);
         cursor->valid() && cursor->key().starts_with(prefix); cursor->next()) {
      if (table != 0 && cursor->key()[prefix.size()] != table) return;
      const bool isEntry = table == static_cast<char>(VatTable::entry) ||
                           table == static_cast<char>(VatTable::weakEntry);
      if (isGarbage(cursor->key().substr(prefix.size())) ||
          (isEntry && refersToGarbage(vat, cursor->value()))) {
        batch_.erase(std::string(cursor->key()));
      }
    }
  }

  bool isGone(Id id) const {
    return id != kUnnamed && (id >= graph_.things.size() || !reached_.has(id));
  }

  // An entry whose key is an object of a heap has no serial number: its value tells.
  bool refersToGarbage(size_t vat, std::string_view value) const {
    const auto data = parseCapData(value);
    return data && std::any_of(data->slots.begin(), data->slots.end(), [&](const Vref& slot) {
             return !slot.isPromise() && isGone(serialOf(stored_, vat, slot.key()));
           });
  }

  bool isGarbage(size_t vat, VatTable table, std::string_view rest) const {
    uint64_t id = 0;
    if (!takeOrderedVarint(rest, id)) return false;
    if (table == VatTable::promise) return isGarbagePromise(vat, id);
    if (isGone(serialOf(stored_, vat, id * 2))) return true;
    const auto store = stored_.stores.find(serialOf(stored_, vat, id * 2));
    uint64_t key = 0;
    return store != stored_.stores.end() && store->second.sort == Sort::weakStore &&
           takeOrderedVarint(rest, key) && isGone(serialOf(stored_, vat, key));
  }

  bool isGarbagePromise(size_t vat, uint64_t id) const {
    const auto label = stored_.labels.find({vat, id});
    if (label == stored_.labels.end()) return false;
    return !promises_.contains({vat, label->second});
  }

  bool isGarbageName(std::string_view rest) const {
    uint64_t kref = 0;
    if (!takeOrderedVarint(rest, kref)) return false;
    return isGone(serialOf(stored_, 0, kref * 2 + 1));
  }

  const store::Store& store_;
  const StoredGraph& stored_;
  const Graph& graph_;
  const Reach& reached_;
  const std::set<PromiseName> promises_;
  store::WriteBatch batch_;
};

}  // namespace

void sweep(store::Store& store, const StoredGraph& stored, const Graph& graph,
           const Reach& reached) {
  store.apply(Sweep(store, stored, graph, reached).run());
  store.sync();
}

}  // namespace keeve::campaign
