#include <utility>

#include "campaign/graph.h"

namespace keeve::campaign {

namespace {

class Walk {
 public:
  Walk(const Graph& graph, Roots roots) : graph_(graph), roots_(roots) {
    reached_.from.assign(graph.things.size(), kNothing);
    reached_.abroad.assign(graph.things.size(), false);
  }

  static constexpr size_t kHost = kVats;
  void addRoot(Id id, size_t holder) { reach(id, id, holder); }

  // An entry of a container that is reached: it waits for its key.
  void addEntry(Id container, Id key, Id value) {
    if (value == kNothing) return;
    if (reached_.hasAsKey(graph_, key)) {
      reachFrom(value, container == kNothing ? key : container);
    } else {
      waiting_[key].emplace_back(container, value);
    }
  }

  void run() {
    while (!queue_.empty()) {
      const Id id = queue_.back();
      queue_.pop_back();
      follow(id);
    }
  }

  Reach take() { return std::move(reached_); }

 private:
  void reachFrom(Id id, Id from) { reach(id, from, graph_.at(from).vat); }

  void reach(Id id, Id from, size_t holder) {
    if (id == kNothing) return;
    if (holder != graph_.at(id).vat) reached_.abroad[id] = true;
    if (!reached_.has(id)) {
      reached_.from[id] = from;
      ++reached_.count;
      queue_.push_back(id);
    }
    if (waiting_.empty() || !reached_.hasAsKey(graph_, id)) return;
    const auto waited = waiting_.extract(id);
    if (waited.empty()) return;
    for (const auto& [container, value] : waited.mapped()) {
      reachFrom(value, container == kNothing ? id : container);
    }
  }

  void follow(Id id) {
    const Thing& thing = graph_.at(id);
    if (roots_ == Roots::stored && thing.sort == Sort::holder) return;
    for (const Value& field : thing.fields) {
      for (const Id ref : field.refs) reachFrom(ref, id);
    }
    if (!thing.entries) return;
    const bool isWeak = thing.sort == Sort::weakStore;
    for (const auto& [number, value] : thing.entries->byNumber) reachFrom(value, id);
    for (const auto& [key, entry] : thing.entries->byObject) {
      if (isWeak) {
        if (roots_ == Roots::stored && graph_.isHeapEntry(thing, key)) continue;
        addEntry(id, key, entry.value);
      } else {
        reachFrom(key, id);
        reachFrom(entry.value, id);
      }
    }
  }

  const Graph& graph_;
  const Roots roots_;
  Reach reached_;
  std::vector<Id> queue_;
  std::unordered_map<Id, std::vector<std::pair<Id, Id>>> waiting_;  // by key: container and value
};

}  // namespace

Reach reach(const Graph& graph, Roots roots) {
  Walk walk(graph, roots);
  for (size_t vat = 0; vat < kVats; ++vat) {
    for (size_t i = 0; i < kBound; ++i) walk.addRoot(graph.bound(vat, static_cast<Bound>(i)), vat);
  }
  for (const auto& [number, ids] : graph.held) {
    for (const Id id : ids) walk.addRoot(id, Walk::kHost);
  }
  if (roots == Roots::all) {
    for (size_t vat = 0; vat < kVats; ++vat) {
      const Heap& heap = graph.heaps[vat];
      for (const Id id : heap.slots) walk.addRoot(id, vat);
      for (const Id id : heap.pending) walk.addRoot(id, vat);
      for (const auto& map : heap.maps) {
        for (const auto& [key, value] : map) walk.addEntry(kNothing, key, value);
      }
    }
  }
  walk.run();
  return walk.take();
}

}  // namespace keeve::campaign
