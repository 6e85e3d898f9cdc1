// SPEC §3–§5, §8: random programs of makes, reads, writes, drops, forced V8 collections, tiny caches, faults and restarts
// against a model in memory. The seed is printed; KEEVE_SEED runs one, KEEVE_ROUNDS more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <v8-isolate.h>

#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "liveslots/testing/vat_fixture.h"

namespace keeve::liveslots::testing {
namespace {

using ::testing::ElementsAre;

constexpr const char* kProgram = R"js(
const makeNode = makeKind(function node(state) {
  return {
    init(id, value, extra) {
      state.id = id;
      state.value = value;
      state.next = null;
      for (let n = 0; n < extra; n += 1) state[`extra${n}`] = `${id}.${n}`;
    },
    self: {
      id() { return state.id; },
      value() { return state.value; },
      setValue(value) { state.value = value; },
      next() { return state.next; },
      setNext(next) { state.next = next; },
      same() { return state.value === state.value && state.next === state.next; },
      names() { return Object.keys(state).length; },
      extra(n) { return state[`extra${n}`]; },
      setExtra(n, value) { state[`extra${n}`] = value; },
    },
  };
});
const nodes = makeStore('node');
const notes = makeWeakStore('noted');
const fresh = () => nodes.getSize();
let held = new Map();
let marks = new WeakMap();

// Data with an object inside, of a size that depends on `n`.
const dataOf = (n, other) => ({ n, text: 'x'.repeat(n % 90), list: [n, { other }, [`${n}`]] });
const shown = value => (typeof value === 'object' && value !== null
  ? `{${value.n} ${value.text.length} ${value.list[1].other === null ? '-' : value.list[1].other.id()}}` : `${value}`);

const acts = {
  make(id, value, extra) { nodes.init(id, makeNode(id, value, extra)); },
  makeAndThrow(id, value) {
    const makeBad = makeKind(state => {
      const self = { kept() { return state.kept; } };
      return { init() { state.kept = 1; notes.init(self, id); nodes.get(id).setValue({ self }); throw Error('no'); }, self };
    });
    const before = nodes.get(id).value();
    try { makeBad(); } catch (error) { nodes.get(id).setValue(before); return error.message; }
    return value;
  },
  get(id) { return shown(nodes.get(id).value()); },
  set(id, value) { nodes.get(id).setValue(value); },
  setData(id, n, other) { nodes.get(id).setValue(dataOf(n, other < 0 ? null : nodes.get(other))); },
  refuse(id) {
    try { nodes.get(id).setValue({ list: [1, () => 1] }); } catch (error) { return error.name; }
    return 'taken';
  },
  link(id, other) { nodes.get(id).setNext(nodes.get(other)); },
  follow(id) {
    const next = nodes.get(id).next();
    return next === null ? '-' : `${next.id()} ${!nodes.has(next.id()) || nodes.get(next.id()) === next}`;
  },
  // the same data after others pushed it out of the cache
  same(id) {
    const node = nodes.get(id);
    const before = node.value();
    let looks = 0;
    for (const other of nodes.values()) {
      other.value();
      looks += 1;
      if (looks > 8) break;
    }
    return before === node.value() && node.same();
  },
  names(id) { return nodes.get(id).names(); },
  extra(id, n) { return nodes.get(id).extra(n); },
  setExtra(id, n, value) { nodes.get(id).setExtra(n, value); },
  drop(id) { nodes.delete(id); },
  note(id, value) {
    const node = nodes.get(id);
    if (notes.has(node)) notes.set(node, value); else notes.init(node, value);
  },
  noted(id) { const node = nodes.get(id); return notes.has(node) ? notes.get(node) : '-'; },
  unnote(id) { const node = nodes.get(id); if (notes.has(node)) notes.delete(node); },
  hold(id) { held.set(id, nodes.get(id)); },
  held(id) { return held.has(id) ? held.get(id) === nodes.get(id) : true; },
  release() { held = new Map(); },
  mark(id, value) { marks.set(nodes.get(id), value); },
  marked(id) { return marks.has(nodes.get(id)) ? marks.get(nodes.get(id)) : '-'; },
  walk() { return [...nodes.keys()].join(); },
  sum() { let sum = 0; for (const node of nodes.values()) sum += node.id(); return sum; },
  size() { return nodes.getSize(); },
  collect() { console.log('collect'); },
  tooLarge(id) { nodes.get(id).setValue('x'.repeat(200000)); },
};

// Several acts in one crank; what they returned, joined.
export const buildRootObject = () => Far('root', {
  run(script) {
    return JSON.parse(script).map(([act, ...args]) => acts[act](...args)).filter(it => it !== undefined).join(' ');
  },
});
)js";

struct Data {
  int n = 0;
  std::optional<int> other;
};

struct Node {
  std::string value;  // as shown; of data see `data`
  std::optional<Data> data;
  std::optional<int> next;
  std::optional<int> note;
  int extra = 0;            // that many properties more …
  std::optional<int> last;  // … of which the last was set to this
};

// What a vat of the program above holds, and what it must answer. Nodes live on in the model when they are dropped, since
// others may refer to them.
class Model {
 public:
  Model(uint64_t seed, int objectsMax) : random_(seed), objectsMax_(objectsMax) {}

  struct Act {
    std::string json;
    std::string answer;  // "" where there is none
  };

  Act next();
  void restart() { marks_.clear(); }

 private:
  int pick() { return present_[random_.below(present_.size())]; }
  int small() { return static_cast<int>(random_.below(100000)); }
  Act make();
  Act write();
  Act read();
  Act walk();
  std::string shown(const Node& node) const;

  Random random_;
  int objectsMax_;
  int nextId_ = 0;
  std::map<int, Node> nodes_;
  std::vector<int> present_;  // ids in the store, ascending
  std::map<int, int> marks_;
};

std::string act(const std::string& name, const std::vector<int>& args) {
  std::string json = "[\"" + name + "\"";
  for (const int arg : args) json += "," + std::to_string(arg);
  return json + "]";
}

std::string Model::shown(const Node& node) const {
  if (!node.data) return node.value;
  const std::string other = node.data->other ? std::to_string(*node.data->other) : "-";
  return "{" + std::to_string(node.data->n) + " " + std::to_string(node.data->n % 90) + " " +
         other + "}";
}

Model::Act Model::make() {
  const int id = nextId_++;
  const int value = small();
  // few, or so many that their accessors are shared
  const int extra = static_cast<int>(random_.below(random_.oneIn(20) ? 80 : 4));
  Node& node = nodes_[id];
  node.value = std::to_string(value);
  node.extra = extra;
  present_.push_back(id);
  return {act("make", {id, value, extra}), ""};
}

Model::Act Model::write() {
  const int id = pick();
  Node& node = nodes_.at(id);
  switch (random_.below(9)) {
    case 0: {
      const int value = small();
      node.value = std::to_string(value);
      node.data.reset();
      return {act("set", {id, value}), ""};
    }
    case 1: {
      const bool alone = random_.oneIn(3);
      const int other = alone ? -1 : pick();
      node.data = Data{small(), alone ? std::nullopt : std::optional(other)};
      return {act("setData", {id, node.data->n, other}), ""};
    }
    case 2:
      node.next = pick();
      return {act("link", {id, *node.next}), ""};
    case 3:
      node.note = small();
      return {act("note", {id, *node.note}), ""};
    case 4:
      node.note.reset();
      return {act("unnote", {id}), ""};
    case 5:
      marks_[id] = small();
      return {act("mark", {id, marks_[id]}), ""};
    case 6:
      return {act("refuse", {id}), "TypeError"};
    case 7:
      if (node.extra == 0) return {act("hold", {id}), ""};
      node.last = small();
      return {act("setExtra", {id, node.extra - 1, *node.last}), ""};
    default:
      return {act("hold", {id}), ""};
  }
}

Model::Act Model::read() {
  const int id = pick();
  const Node& node = nodes_.at(id);
  switch (random_.below(8)) {
    case 0:
      return {act("get", {id}), shown(node)};
    case 1:
      return {act("follow", {id}), node.next ? std::to_string(*node.next) + " true" : "-"};
    case 2:
      return {act("same", {id}), "true"};
    case 3:
      return {act("names", {id}), std::to_string(3 + node.extra)};
    case 4:
      if (node.extra == 0) return {act("held", {id}), "true"};
      return {act("extra", {id, node.extra - 1}),
              node.last ? std::to_string(*node.last)
                        : std::to_string(id) + "." + std::to_string(node.extra - 1)};
    case 5:
      return {act("noted", {id}), node.note ? std::to_string(*node.note) : "-"};
    case 6:
      return {act("marked", {id}), marks_.contains(id) ? std::to_string(marks_.at(id)) : "-"};
    default:
      return {act("held", {id}), "true"};
  }
}

Model::Act Model::walk() {
  int sum = 0;
  std::string ids;
  for (const int id : present_) {
    sum += id;
    ids += (ids.empty() ? "" : ",") + std::to_string(id);
  }
  switch (random_.below(3)) {
    case 0:
      return {act("sum", {}), std::to_string(sum)};
    case 1:
      return {act("size", {}), std::to_string(present_.size())};
    default:
      return {act("walk", {}), ids};
  }
}

Model::Act Model::next() {
  if (present_.empty() || (present_.size() < static_cast<size_t>(objectsMax_) && random_.oneIn(5)))
    return make();
  const uint64_t choice = random_.below(100);
  if (choice < 40) return write();
  if (choice < 88) return read();
  if (choice < 92) return walk();
  if (choice < 94) return {act("collect", {}), ""};
  if (choice < 95) return {act("release", {}), ""};
  if (choice < 97) return {act("makeAndThrow", {pick(), 2}), "no"};
  const size_t place = random_.below(present_.size());
  const int id = present_[place];
  present_.erase(present_.begin() + static_cast<std::ptrdiff_t>(place));
  return {act("drop", {id}), ""};
}

class ObjectsProperty : public ::testing::Test {
 protected:
  static void run(uint64_t seed);
};

void collectWhenAsked(std::string_view line) {
  if (line == "collect") v8::Isolate::GetCurrent()->LowMemoryNotification();
}

std::vector<std::string> withoutCollections(std::vector<std::string> lines) {
  std::erase(lines, "collect");
  return lines;
}

void ObjectsProperty::run(uint64_t seed) {
  Random random(seed);
  VatLimits limits;
  const size_t caches[] = {1, 2000, 20'000, size_t{16} << 20};
  limits.cacheBytesMax = caches[random.below(4)];
  limits.valueBytesMax = 100'000;
  Model model(seed, static_cast<int>(5 + random.below(60)));
  TestVat vat(kProgram, limits);
  vat.port().onPrint = collectWhenAsked;
  ASSERT_THAT(vat.start(), ElementsAre());
  for (int crank = 0; crank < 150; ++crank) {
    if (random.oneIn(25)) {
      ASSERT_THAT(vat.start(), ElementsAre());
      model.restart();
    }
    const Model before = model;
    std::string script;
    std::string expected;
    for (uint64_t acts = 1 + random.below(12); acts > 0; --acts) {
      const Model::Act next = model.next();
      script += (script.empty() ? "" : ",") + next.json;
      if (!next.answer.empty()) expected += (expected.empty() ? "" : " ") + next.answer;
    }
    if (random.oneIn(30) && script.find("make\"") != std::string::npos) {
      // a fault undoes the whole crank and drops the heap
      const std::string faulty = "[" + script + R"(,["make",100000,1,0],["tooLarge",100000]])";
      ASSERT_THAT(vat.call("run", {faulty}), ElementsAre("fault: vat main exceeded valueMB"));
      model = before;
      model.restart();
      ASSERT_THAT(vat.start(), ElementsAre());
      continue;
    }
    ASSERT_THAT(withoutCollections(vat.call("run", {"[" + script + "]"})),
                ElementsAre("= " + expected))
        << "crank " << crank << ": " << script;
  }
}

uint64_t fromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no thread sets it
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST_F(ObjectsProperty, AVatAnswersAsTheModelDoes) {
  const uint64_t first = fromEnvironment("KEEVE_SEED", 1);
  const uint64_t rounds = fromEnvironment("KEEVE_ROUNDS", 12);
  for (uint64_t seed = first; seed < first + rounds; ++seed) {
    SCOPED_TRACE("KEEVE_SEED=" + std::to_string(seed) + " KEEVE_ROUNDS=1");
    run(seed);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace keeve::liveslots::testing
