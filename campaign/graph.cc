#include "campaign/graph.h"

#include <algorithm>
#include <utility>

namespace keeve::campaign {

namespace {

constexpr std::array<const char*, 7> kSortNames = {"nothing", "node",   "store",  "weak store",
                                                   "token",   "holder", "promise"};

void forgetEntries(const Graph& graph, Entries& entries, const Reach& reached) {
  std::erase_if(entries.byObject,
                [&](const auto& entry) { return !reached.hasAsKey(graph, entry.first); });
}

}  // namespace

std::string vatName(size_t vat) { return std::string(1, static_cast<char>('a' + vat)); }

Graph::Graph() {
  things.emplace_back();
  for (size_t vat = 0; vat < kVats; ++vat) {
    make(Sort::strongStore, vat);
    make(Sort::weakStore, vat);
    make(Sort::strongStore, vat);
  }
}

Id Graph::make(Sort sort, size_t vat) {
  const Id id = static_cast<Id>(things.size());
  Thing& made = things.emplace_back();
  made.sort = sort;
  made.vat = static_cast<uint8_t>(vat);
  made.label = id;
  if (made.isStore()) made.entries = std::make_unique<Entries>();
  return id;
}

bool Graph::isHeapEntry(const Thing& store, Id key) const {
  const Thing& thing = at(key);
  return thing.sort == Sort::promise || (thing.isOfHeap() && thing.vat == store.vat);
}

void Graph::startHeaps() {
  for (Thing& thing : things) thing.isOver = thing.isDead;
}

void Graph::endHeaps() {
  for (Heap& heap : heaps) heap = Heap{};
  for (Thing& thing : things) {
    if (thing.isOfHeap() && !thing.isSettled) {
      thing.isDead = true;
      thing.fields = {};
    }
    if (thing.sort != Sort::weakStore) continue;
    std::erase_if(thing.entries->byObject,
                  [&](const auto& entry) { return isHeapEntry(thing, entry.first); });
  }
}

void forget(Graph& graph, const Reach& reached) {
  for (Id id = 1; id < graph.things.size(); ++id) {
    Thing& thing = graph.at(id);
    if (thing.sort == Sort::none) continue;
    if (!reached.has(id)) {
      thing = Thing{};
    } else if (thing.sort == Sort::weakStore) {
      forgetEntries(graph, *thing.entries, reached);
    }
  }
  for (Heap& heap : graph.heaps) {
    for (auto& map : heap.maps) {
      std::erase_if(map, [&](const auto& entry) { return !reached.has(entry.first); });
    }
  }
}

std::string describe(const Graph& graph, Id id) {
  const Thing& thing = graph.at(id);
  return std::string(kSortNames.at(static_cast<size_t>(thing.sort))) + " " + std::to_string(id) +
         " of " + vatName(thing.vat) + (thing.isDead ? " (dead)" : "");
}

std::string describeWay(const Graph& graph, const Reach& reached, Id id) {
  constexpr int kStepsMax = 8;
  std::string way = describe(graph, id);
  for (int steps = 0; reached.has(id) && reached.from[id] != id; ++steps) {
    id = reached.from[id];
    if (steps == kStepsMax) return way + " < …";
    way += " < " + describe(graph, id);
  }
  return way;
}

}  // namespace keeve::campaign
