#include "campaign/graph_walk.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>
#include <variant>

#include "protocol/body_reader.h"
#include "protocol/body_writer.h"

namespace keeve::campaign {

namespace {

struct Seen {
  std::vector<int64_t> numbers;
  std::vector<Id> foreign;
  std::vector<Id> all;
};

class VatWalk {
 public:
  VatWalk(const Graph& graph, size_t vat) : graph_(graph), vat_(vat) {}

  Seen from(const std::vector<Id>& starts) {
    for (const Id id : starts) refer(id);
    for (size_t n = 0; n < queue_.size(); ++n) look(queue_[n]);
    seen_.all = std::move(queue_);
    return std::move(seen_);
  }

 private:
  void refer(Id id) {
    if (id != kNothing && known_.insert(id).second) queue_.push_back(id);
  }

  void look(Id id) {
    const Thing& thing = graph_.at(id);
    if (thing.sort == Sort::promise) return lookAtPromise(thing);
    if (thing.vat != vat_ || thing.isOfHeap()) {
      seen_.numbers.push_back(-1);
      seen_.foreign.push_back(id);
    } else if (thing.sort == Sort::node) {
      seen_.numbers.push_back(id);
      for (const Value& field : thing.fields) {
        for (const Id ref : field.refs) refer(ref);
      }
    } else if (thing.sort == Sort::weakStore) {
      seen_.numbers.push_back(-3);
    } else {
      lookAtStore(id, thing);
    }
  }

  void lookAtPromise(const Thing& thing) {
    seen_.numbers.push_back(thing.isSettled ? -4 : -5);
    if (!thing.isSettled) return;
    seen_.numbers.push_back(thing.label);
    refer(thing.fields[0].refs.front());
  }

  void lookAtStore(Id id, const Thing& thing) {
    const Entries& entries = *thing.entries;
    const bool isBaggage = id == graph_.bound(vat_, Bound::baggage);
    seen_.numbers.push_back(-2);
    seen_.numbers.push_back(static_cast<int64_t>(entries.size() + (isBaggage ? 2 : 0)));
    for (const auto& [number, value] : entries.byNumber) refer(value);
    for (const auto& [place, key] : entries.places) {
      refer(key);
      refer(entries.byObject.at(key).value);
    }
  }

  const Graph& graph_;
  const size_t vat_;
  std::unordered_set<Id> known_;
  std::vector<Id> queue_;
  Seen seen_;
};

std::string remotablesBody(size_t count) {
  BodyWriter writer;
  writer.array(count);
  for (size_t slot = 0; slot < count; ++slot) writer.remotable(slot, "");
  return writer.take();
}

// [numbers, foreign] -> the numbers, and the objects of `foreign`.
std::pair<std::vector<int64_t>, std::vector<kernel::Kref>> parse(const kernel::CallResult& result) {
  std::pair<std::vector<int64_t>, std::vector<kernel::Kref>> parsed;
  BodyReader reader(result.body, result.slots.size());
  while (!reader.atEnd()) {
    const BodyItem item = reader.next();
    if (const auto* number = std::get_if<double>(&item)) {
      parsed.first.push_back(static_cast<int64_t>(*number));
    } else if (const auto* remotable = std::get_if<BodyRemotable>(&item)) {
      parsed.second.push_back(result.slots.at(remotable->slot));
    } else if (std::holds_alternative<BodyMalformed>(item)) {
      throw VatFailed("what a vat has read is malformed");
    }
  }
  return parsed;
}

// Where they part.
std::string difference(const std::vector<int64_t>& expected, const std::vector<int64_t>& told) {
  const auto [one, other] =
      std::mismatch(expected.begin(), expected.end(), told.begin(), told.end());
  std::string text = "expected";
  for (auto at = one; at != expected.end() && at < one + 4; ++at) text += " " + std::to_string(*at);
  text += ", told";
  for (auto at = other; at != told.end() && at < other + 4; ++at) text += " " + std::to_string(*at);
  return text;
}

class Tour {
 public:
  Tour(const Graph& graph, VatKernel& vats) : graph_(graph), vats_(vats) {}

  void go() {
    for (size_t vat = 0; vat < kVats; ++vat) {
      std::vector<Id> bound;
      for (size_t i = 0; i < kBound; ++i) bound.push_back(graph_.bound(vat, static_cast<Bound>(i)));
      visit(vat, "visitAll", bound, {});
    }
    for (bool isMore = true; isMore;) {
      isMore = false;
      for (size_t vat = 0; vat < kVats; ++vat) {
        const Starts starts = std::exchange(starts_[vat], {});
        if (starts.ids.empty()) continue;
        isMore = true;
        visit(vat, "visit", starts.ids, starts.refs);
      }
    }
    vats_.kernel().letGo(told_);
  }

 private:
  struct Starts {
    std::vector<Id> ids;
    std::vector<kernel::Kref> refs;
  };

  void visit(size_t vat, const std::string& method, const std::vector<Id>& starts,
             const std::vector<kernel::Kref>& refs) {
    const Seen seen = VatWalk(graph_, vat).from(starts);
    const auto [numbers, foreign] =
        parse(vats_.ask(vatName(vat), method, {remotablesBody(refs.size())}, refs));
    told_.insert(told_.end(), foreign.begin(), foreign.end());
    if (numbers != seen.numbers || foreign.size() != seen.foreign.size()) {
      throw VatFailed("vat " + vatName(vat) +
                      " does not read what the graph says: " + difference(seen.numbers, numbers));
    }
    for (const Id id : seen.all) {
      if (graph_.at(id).vat == vat) known_.insert(id);
    }
    for (size_t n = 0; n < foreign.size(); ++n) {
      const Id id = seen.foreign[n];
      if (graph_.at(id).isOfHeap() || !known_.insert(id).second) continue;
      starts_.at(graph_.at(id).vat).ids.push_back(id);
      starts_.at(graph_.at(id).vat).refs.push_back(foreign[n]);
    }
  }

  const Graph& graph_;
  VatKernel& vats_;
  std::unordered_set<Id> known_;  // that their own vats read, or will
  std::array<Starts, kVats> starts_;
  std::vector<kernel::Kref> told_;
};

}  // namespace

void readEverything(const Graph& graph, VatKernel& vats) { Tour(graph, vats).go(); }

}  // namespace keeve::campaign
