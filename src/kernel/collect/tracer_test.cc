#include "kernel/collect/tracer.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "base/random.h"
#include "kernel/testing/hand_store.h"

namespace keeve::kernel {
namespace {

constexpr VatId kVat(1);
constexpr uint64_t kFirst = 100;
constexpr size_t kObjects = 200;
constexpr size_t kRoots = 8;

// A store with objects that refer to each other at random, and what can be reached in it by the rule of SPEC §7.
class RandomHeap {
 public:
  explicit RandomHeap(uint64_t seed) : random_(seed) {
    store_.addVat(kVat, "main");
    store_.addStore(kVat, {kStrongStoreClass, kBaggageId});
    // Some lie close together, and some far apart.
    uint64_t id = kFirst;
    for (size_t i = 0; i < kObjects; ++i) {
      add(id);
      id += 1 + (random_.below(8) == 0 ? random_.below(40) : random_.below(2));
    }
    store_.keep(kVat, {VatTable::counters}, toBytes(VatCounters{id, 1}));
    for (const auto& [each, ref] : refs_) fill(ref);
    for (size_t i = 0; i < kRoots; ++i) {
      const Vref root = any();
      store_.addEntry(kVat, kBaggageId, "s" + std::to_string(i), {root});
      reached_.insert(root.id);
    }
    for (const auto& [key, stores] : weakStoresOf_)
      store_.addFacts(kVat, refs_.at(key), factsOf(stores));
    findReached();
  }

  const store::Store& store() const { return store_.store(); }
  const std::map<uint64_t, Vref>& refs() const { return refs_; }
  bool isReached(uint64_t id) const { return reached_.contains(id); }
  size_t reachedCount() const { return reached_.size(); }

 private:
  struct WeakEntry {
    uint64_t store = 0;
    uint64_t key = 0;
    uint64_t value = 0;
  };

  void add(uint64_t id) {
    const uint64_t chance = random_.below(10);
    const Vref ref = chance < 6   ? virtualObjectRef(0, id)
                     : chance < 7 ? Vref{kStrongStoreClass, id}
                     : chance < 9 ? Vref{kWeakStoreClass, id}
                                  : Vref{kPromiseClass, id};
    refs_.emplace(id, ref);
    list_.push_back(ref);
  }

  Vref any() { return list_.at(random_.below(list_.size())); }

  HandStore::Slots someSlots() {
    HandStore::Slots slots;
    while (random_.below(2) == 0) slots.push_back(any());
    return slots;
  }

  void fill(const Vref& ref) {
    if (ref.refClass == kWeakStoreClass) {
      store_.addStore(kVat, ref);
      for (uint64_t i = random_.below(8); i > 0; --i) addWeakEntry(ref);
      return;
    }
    const HandStore::Slots slots = someSlots();
    for (const Vref& slot : slots) edges_.emplace(ref.id, slot.id);
    if (ref.refClass == kStrongStoreClass) {
      store_.addStore(kVat, ref);
      store_.addEntry(kVat, ref.id, "skey", slots);
    } else if (ref.isPromise()) {
      store_.addPromise(kVat, ref.id, slots);
    } else {
      store_.addState(kVat, ref.id, slots);
    }
  }

  void addWeakEntry(const Vref& weakStore) {
    const Vref key = any();
    const Vref value = any();
    std::set<uint64_t>& stores = weakStoresOf_[key.id];
    if (key.isPromise() || stores.size() == 2 || !stores.insert(weakStore.id).second) return;
    store_.addWeakEntry(kVat, weakStore.id, key, {value});
    weakEntries_.push_back({weakStore.id, key.id, value.id});
  }

  static ObjectFacts factsOf(const std::set<uint64_t>& stores) {
    ObjectFacts facts;
    facts.weakStores.assign(stores.begin(), stores.end());
    return facts;
  }

  void findReached() {
    for (size_t before = 0; before != reached_.size();) {
      before = reached_.size();
      for (const auto& [from, to] : edges_) {
        if (reached_.contains(from)) reached_.insert(to);
      }
      for (const WeakEntry& entry : weakEntries_) {
        if (reached_.contains(entry.store) && reached_.contains(entry.key))
          reached_.insert(entry.value);
      }
    }
  }

  Random random_;
  HandStore store_;
  std::map<uint64_t, Vref> refs_;
  std::vector<Vref> list_;
  std::set<std::pair<uint64_t, uint64_t>> edges_;
  std::map<uint64_t, std::set<uint64_t>> weakStoresOf_;
  std::vector<WeakEntry> weakEntries_;
  std::set<uint64_t> reached_;
};

TEST(TracerTest, ReachesWhatTheRuleReaches) {
  constexpr size_t kSeeds = 200;
  size_t reached = 0;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomHeap heap(seed);
    KnownOfVat known;
    known.load(heap.store(), kVat.number());
    for (const KnownRows* facts :
         {static_cast<const KnownRows*>(&known.facts), static_cast<const KnownRows*>(nullptr)}) {
      Tracer tracer(heap.store());
      tracer.takeInVat(kVat, facts);
      while (tracer.step(1 + seed)) {
      }
      for (const auto& [id, ref] : heap.refs())
        ASSERT_EQ(tracer.isReached(kVat, id), heap.isReached(id)) << id;
    }
    reached += heap.reachedCount();
  }
  // neither nothing nor all
  EXPECT_GT(reached, kSeeds * kObjects / 10);
  EXPECT_LT(reached, kSeeds * kObjects * 9 / 10);
}

}  // namespace
}  // namespace keeve::kernel
