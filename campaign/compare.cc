#include "campaign/compare.h"

#include <algorithm>

namespace keeve::campaign {

namespace {

constexpr size_t kFaultsMax = 10;

std::string listed(const std::vector<Id>& ids) {
  std::string text;
  for (const Id id : ids) {
    if (!text.empty()) text += ' ';
    text += id == kUnnamed ? "?" : std::to_string(id);
  }
  return "[" + text + "]";
}

class Comparison {
 public:
  Comparison(const Graph& graph, const Reach& reached, const StoredGraph& stored)
      : graph_(graph), reached_(reached), stored_(stored) {}

  void expectAtLeast() {
    const Reach lasting = reach(graph_, Roots::stored);
    for (Id id = 1; id < graph_.things.size(); ++id) {
      if (!reached_.has(id)) continue;
      const Thing& thing = graph_.at(id);
      if (thing.sort == Sort::node) expectNode(id, thing);
      if (thing.isStore()) expectStore(id, thing);
      if (thing.sort == Sort::promise && thing.isSettled && lasting.has(id))
        expectPromise(id, thing);
    }
  }

  void expectNoMore() {
    for (const auto& [id, node] : stored_.nodes) expectReached(id, "node");
    for (const auto& [id, store] : stored_.stores) expectReached(id, "store");
    for (const auto& [id, store] : stored_.stores) {
      if (store.sort == Sort::weakStore && isReached(id)) expectNoMoreEntries(id, store);
    }
    expectNoMorePromises();
  }

  // What a weak store keeps for objects of other vats' heaps, which have no serial numbers.
  void expectNoMoreUnnamedKeys() {
    for (const auto& [id, store] : stored_.stores) {
      if (store.sort != Sort::weakStore || !isReached(id)) continue;
      const Thing& thing = graph_.at(id);
      const auto& entries = thing.entries->byObject;
      const auto count = std::count_if(entries.begin(), entries.end(), [&](const auto& entry) {
        const Id key = entry.first;
        return reached_.hasAsKey(graph_, key) && graph_.at(key).isOfHeap() &&
               !graph_.isHeapEntry(thing, key);
      });
      if (store.unnamedKeys > static_cast<uint64_t>(count))
        fault("kept: an entry of " + describe(graph_, id) + " for an object of a heap");
    }
  }

  // A vat has names of other vats' things for what it refers to, and for the keys that it would know again. What
  // lives may keep the name that it once got for other vats.
  void expectNoMoreNames() {
    std::array<std::set<Id>, kVats> known;
    const auto refer = [&](size_t vat, Id id) {
      if (id == kNothing || !reached_.has(id) || graph_.at(id).vat == vat) return;
      known.at(vat).insert(id);
    };
    for (Id id = 1; id < graph_.things.size(); ++id) {
      if (reached_.has(id)) eachReference(graph_.at(id), refer);
    }
    for (size_t vat = 0; vat < kVats; ++vat) {
      for (const Id id : graph_.heaps[vat].slots) refer(vat, id);
      for (const auto& map : graph_.heaps[vat].maps) {
        for (const auto& [key, value] : map) {
          refer(vat, key);
          if (reached_.has(key)) refer(vat, value);
        }
      }
      for (const Id id : stored_.imports.at(vat)) {
        if (!known.at(vat).contains(id))
          fault("kept: the name that " + vatName(vat) + " has of " + std::to_string(id));
      }
    }
    for (const Id id : stored_.exports) {
      if (!isReached(id)) fault("kept: the name of " + std::to_string(id) + " for other vats");
    }
  }

  std::vector<std::string> take() { return std::move(faults_); }

 private:
  bool isReached(Id id) const { return id < graph_.things.size() && reached_.has(id); }

  void expectReached(Id id, const std::string& what) {
    if (!isReached(id)) fault("kept: " + what + " " + std::to_string(id) + " cannot be reached");
  }

  void expectNode(Id id, const Thing& thing) {
    const auto at = stored_.nodes.find(id);
    if (at == stored_.nodes.end()) return lost(id);
    if (at->second.vat != thing.vat) fault(describe(graph_, id) + " is stored in another vat");
    for (size_t field = 0; field < kFields; ++field) {
      expectSame(thing.fields[field].refs, at->second.fields[field],
                 [&] { return describe(graph_, id) + ", field " + std::to_string(field); });
    }
  }

  // What ends with a heap has no serial number in the store.
  bool isSame(Id expected, Id stored) const {
    if (expected == stored) return true;
    return expected != kNothing && stored == kUnnamed && graph_.at(expected).isOfHeap();
  }

  // `what` tells what refers to them.
  template <class What>
  void expectSame(const std::vector<Id>& expected, const std::vector<Id>& stored,
                  const What& what) {
    const bool isEqual = std::equal(expected.begin(), expected.end(), stored.begin(), stored.end(),
                                    [&](Id one, Id other) { return isSame(one, other); });
    if (!isEqual)
      fault(what() + " refers to " + listed(expected) + ", in the store to " + listed(stored));
  }

  void expectStore(Id id, const Thing& thing) {
    const auto at = stored_.stores.find(id);
    if (at == stored_.stores.end()) return lost(id);
    if (at->second.vat != thing.vat) fault(describe(graph_, id) + " is stored in another vat");
    if (at->second.byNumber.size() != thing.entries->byNumber.size())
      fault(describe(graph_, id) + " has not the keys that it should have");
    for (const auto& [number, value] : thing.entries->byNumber) {
      const auto entry = at->second.byNumber.find(number);
      if (entry == at->second.byNumber.end()) {
        fault(describe(graph_, id) + " has lost its entry of " + std::to_string(number));
      } else {
        expectSame({value}, {entry->second}, [&, key = number] {
          return describe(graph_, id) + ", entry of " + std::to_string(key);
        });
      }
    }
    expectEntries(id, thing, at->second);
  }

  void expectEntries(Id id, const Thing& thing, const StoredStore& store) {
    const bool isWeak = thing.sort == Sort::weakStore;
    uint64_t named = 0;
    uint64_t unnamed = 0;
    for (const auto& [key, entry] : thing.entries->byObject) {
      if (isWeak && (!reached_.hasAsKey(graph_, key) || graph_.isHeapEntry(thing, key))) continue;
      ++(graph_.at(key).isOfHeap() ? unnamed : named);
      if (graph_.at(key).isOfHeap()) continue;
      const auto stored = store.byObject.find(key);
      if (stored == store.byObject.end()) {
        fault("lost: the entry of " + describe(graph_, id) + " for " +
              describeWay(graph_, reached_, key));
      } else {
        expectSame({entry.value}, {stored->second}, [&, of = key] {
          return describe(graph_, id) + ", entry of " + describe(graph_, of);
        });
      }
    }
    if (isWeak ? store.unnamedKeys < unnamed
               : store.byObject.size() != named || store.unnamedKeys != unnamed) {
      fault(describe(graph_, id) + " has " + std::to_string(store.byObject.size()) + " + " +
            std::to_string(store.unnamedKeys) + " entries of objects, not " +
            std::to_string(named) + " + " + std::to_string(unnamed));
    }
  }

  void expectNoMoreEntries(Id id, const StoredStore& store) {
    const Thing& thing = graph_.at(id);
    for (const auto& [key, value] : store.byObject) {
      if (!isReached(key) || !thing.entries->byObject.contains(key))
        fault("kept: the entry of " + describe(graph_, id) + " for " + std::to_string(key));
    }
  }

  void expectPromise(Id id, const Thing& thing) {
    const auto at = stored_.promises.find({thing.vat, thing.label});
    if (at == stored_.promises.end()) return lost(id);
    expectSame(thing.fields[0].refs, {at->second}, [&] { return describe(graph_, id); });
  }

  void expectNoMorePromises() {
    const std::set<PromiseName> reachedOnes = promiseNames(graph_, reached_);
    for (const auto& [name, value] : stored_.promises) {
      if (!reachedOnes.contains(name))
        fault("kept: promise " + std::to_string(name.second) + " of " + vatName(name.first));
    }
  }

  template <class Refer>
  void eachReference(const Thing& thing, const Refer& refer) {
    for (const Value& field : thing.fields) {
      for (const Id id : field.refs) refer(thing.vat, id);
    }
    if (!thing.entries) return;
    for (const auto& [number, value] : thing.entries->byNumber) refer(thing.vat, value);
    for (const auto& [key, entry] : thing.entries->byObject) {
      refer(thing.vat, key);
      if (reached_.has(key)) refer(thing.vat, entry.value);
    }
  }

  void lost(Id id) { fault("lost: " + describeWay(graph_, reached_, id)); }
  void fault(std::string what) {
    if (faults_.size() < kFaultsMax) faults_.push_back(std::move(what));
  }

  const Graph& graph_;
  const Reach& reached_;
  const StoredGraph& stored_;
  std::vector<std::string> faults_;
};

}  // namespace

std::set<PromiseName> promiseNames(const Graph& graph, const Reach& reached) {
  std::set<PromiseName> names;
  for (Id id = 1; id < graph.things.size(); ++id) {
    const Thing& thing = graph.at(id);
    if (thing.sort == Sort::promise && reached.has(id)) names.emplace(thing.vat, thing.label);
  }
  return names;
}

std::vector<std::string> compare(const Graph& graph, const Reach& reached,
                                 const StoredGraph& stored, Demand demand) {
  Comparison comparison(graph, reached, stored);
  comparison.expectAtLeast();
  if (demand == Demand::exactly) {
    comparison.expectNoMore();
    comparison.expectNoMoreUnnamedKeys();
    comparison.expectNoMoreNames();
  }
  std::vector<std::string> faults = comparison.take();
  for (const std::string& fault : stored.faults) faults.push_back("the store: " + fault);
  return faults;
}

}  // namespace keeve::campaign
