// SPEC §7 "Vat code can observe none of it": random programs of references in every kind of record, run once with
// collections at random moments, between deliveries and within them, and with queries about what nothing refers to, and once
// without: what the vat writes, sends and prints is the same to the byte. The port compares what each write says of
// references (testing/record_refs.h). The seed is printed; KEEVE_SEED runs one, KEEVE_ROUNDS more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <v8-isolate.h>

#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "liveslots/testing/bare_vat.h"
#include "liveslots/testing/record_refs.h"
#include "liveslots/testing/test_engine.h"
#include "protocol/body_writer.h"

namespace keeve::liveslots::testing {
namespace {

constexpr const char* kProgram = R"js(
const makeNode = makeKind(function node(state) {
  return {
    init(id, more) { state.id = id; state.a = null; state.b = undefined; for (const name of more) state[name] = id; },
    self: {
      id() { return state.id; },
      a() { return state.a; },
      b() { return state.b; },
      set(name, value) { state[name] = value; },
    },
  };
});
const makeBad = makeKind(function bad(state) {
  const self = { id() { return state.id; } };
  return { init(act) { state.id = -1; act(self); state.self = self; throw Error('no'); }, self };
});

let seed = 1;
const random = n => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >>> 8) % n;
};

const strong = makeStore('strong');
const weak = makeWeakStore('weak');
const byNumber = makeStore('byNumber');
let nextId = 1;
let friend;
const held = [];          // of the heap alone
let maps = [new WeakMap(), new WeakMap()];
let set = new WeakSet();
let settles = [];
let data = [];

const hold = value => { held[random(12)] = value; return value; };
const someHeld = () => held[random(12)];
const anything = () => {
  switch (random(9)) {
    case 0: return makeNode(nextId++, random(3) === 0 ? [`x${random(4)}`] : []);
    case 1: return hold(makeNode(nextId++, []));
    case 2: return Far('far', { id() { return 'far'; } });
    case 3: return hold(Far('far', { id() { return 'far'; } }));
    case 4: return friend;
    case 5: return random(2) === 0 ? strong : weak;
    case 6: return makeStore('own');
    default: return stored() ?? friend;
  }
};
// Something that is in the store, if there is anything under the number.
const stored = () => {
  const key = random(12);
  return byNumber.has(key) ? byNumber.get(key) : undefined;
};
const isObject = it => typeof it === 'object' && it !== null;
const isRemotable = it => isObject(it) && !(it instanceof Promise) && !Array.isArray(it) && Object.getPrototypeOf(it) !== Object.prototype;
const key = () => { const it = stored(); return isObject(it) && !Array.isArray(it) ? it : someHeld() ?? friend; };
const put = (store, k, value) => { if (store.has(k)) store.set(k, value); else store.init(k, value); };
const node = () => { const it = random(2) === 0 ? stored() : someHeld(); return isObject(it) && it.set && it.a ? it : makeNode(nextId++, []); };
const name = it => (isObject(it) ? (typeof it.id === 'function' ? it.id() : Object.prototype.toString.call(it)) : it);
const say = (...args) => console.log(...args.map(name));

const acts = [
  () => put(byNumber, random(12), anything()),
  () => put(byNumber, random(12), [anything(), { deep: anything(), again: stored() }, random(100)]),
  () => put(byNumber, random(12), random(1000)),
  () => { const k = random(12); if (byNumber.has(k)) byNumber.delete(k); },
  () => { const k = random(12); put(byNumber, k, anything()); byNumber.delete(k); if (random(2) === 0) byNumber.init(k, anything()); },
  () => node().set(random(2) === 0 ? 'a' : 'b', random(3) === 0 ? { it: anything(), n: random(9) } : anything()),
  () => { const it = node(); it.set('a', it); it.set('b', [it, anything()]); },
  () => { const it = node(); say('node', it, it.a(), it.b()); if (isObject(it.a())) hold(it.a()); },
  () => { const k = key(); if (isRemotable(k)) put(strong, k, anything()); },
  () => { const k = key(); if (isRemotable(k) && strong.has(k)) { strong.delete(k); if (random(2) === 0) strong.init(k, random(9)); } },
  () => { for (const [k, v] of strong.entries()) { say('strong', k, v); if (random(3) === 0) break; } },
  () => put(weak, key(), random(3) === 0 ? { it: anything() } : anything()),
  () => { const k = key(); put(weak, k, [k, weak]); },
  () => { const k = key(); say('weak', weak.has(k), weak.has(k) ? weak.get(k) : 0); if (weak.has(k) && random(2) === 0) weak.delete(k); },
  () => { const k = key(); maps[random(2)].set(k, random(3) === 0 ? k : anything()); set.add(k); },
  () => { const k = key(); say('maps', maps[0].get(k), maps[1].has(k), set.has(k)); },
  () => { const k = key(); maps[0].delete(k); set.delete(k); },
  () => { if (random(6) === 0) maps[random(2)] = new WeakMap(); },
  () => { held[random(12)] = undefined; },
  () => { hold(stored()); },
  () => say('same', stored() === someHeld(), held.indexOf(stored())),
  () => { const k = random(12); put(byNumber, k, Promise.resolve(anything())); },
  () => { const k = random(12); put(byNumber, k, new Promise((ok, no) => settles.push(random(3) === 0 ? no : ok))); },
  () => { if (settles.length > 0) settles.shift()(anything()); },
  () => { const it = stored(); if (it instanceof Promise) it.then(value => say('then', value), error => say('error', `${error}`)); },
  () => { const it = stored(); if (it instanceof Promise) hold({ it }); },
  () => { const it = anything(); E.sendOnly(friend).take(it, stored(), { it: someHeld() }); },
  () => { E(friend).give(anything()).then(it => say('given', it), () => {}); },
  () => { try { makeBad(self => { strong.init(self, 1); weak.init(self, anything()); maps[0].set(self, 1); byNumber.has(0); }); } catch (error) { say(error.message); } },
  () => { const it = node(); const before = it.a(); try { makeBad(self => { it.set('a', { self }); if (byNumber.has(1)) byNumber.set(1, it); }); } catch { it.set('a', before); } },
  () => { const own = makeStore('own'); own.init('a', anything()); own.init(node(), own); put(byNumber, random(12), own); },
  () => { const own = makeWeakStore('ownWeak'); own.init(key(), anything()); put(byNumber, random(12), own); },
  () => { const it = stored(); if (isObject(it) && typeof it.getSize === 'function') say('size', it.getSize(), ...it.values()); },
  () => { const it = node().a(); if (isObject(it) && !it.id) data[random(4)] = it; say('data', data.indexOf(it), data.indexOf(stored())); },
  () => { const it = node(); const value = it.a(); it.set('b', value); },
];

export const buildRootObject = () => Far('root', {
  meet(it) { friend = it; },
  run(from, count) {
    seed = from;
    for (let i = 0; i < count; i += 1) {
      const act = random(acts.length);
      try { acts[act](); } catch (error) { console.log(`${act} ${error.name}: ${error.message}`); }
    }
  },
  back(it) { say('back', it, maps[0].get(it), weak.has(it), set.has(it), held.indexOf(it)); hold(it); },
});
)js";

// Writes down what the vat says, and collects at random moments.
class RecordingPort : public MemoryPort {
 public:
  using MemoryPort::MemoryPort;

  std::vector<std::string> said;
  std::map<RefKey, Vref> gained;  // all that records ever referred to
  Random* collects = nullptr;     // nullptr: never

  std::optional<std::string_view> read(const VatKey& key) override {
    collectSometimes(20);
    return MemoryPort::read(key);
  }
  void write(const VatKey& key, std::string_view value, const RefChanges& refs) override {
    collectSometimes(30);
    for (const Vref& ref : refs.gained) gained[ref.key()] = ref;
    said.push_back("write " + named(key) + "=" + std::string(value) + changes(refs));
    MemoryPort::write(key, value, refs);
  }
  void erase(const VatKey& key, const RefChanges& refs) override {
    said.push_back("erase " + named(key) + changes(refs));
    MemoryPort::erase(key, refs);
  }
  void send(const Vref& target, const VatCapData& message,
            const std::optional<Vref>& result) override {
    collectSometimes(3);
    std::string bytes;
    appendCapData(bytes, message);
    said.push_back("send " + toText(target) + bytes + (result ? toText(*result) : ""));
    MemoryPort::send(target, message, result);
  }
  void subscribe(const Vref& promise) override {
    said.push_back("subscribe " + toText(promise));
    MemoryPort::subscribe(promise);
  }
  void resolve(const std::vector<Resolution>& resolutions) override {
    for (const Resolution& resolution : resolutions) {
      std::string bytes;
      appendCapData(bytes, resolution.value);
      said.push_back("resolve " + toText(resolution.promise) + (resolution.rejected ? "!" : "=") +
                     bytes);
    }
    MemoryPort::resolve(resolutions);
  }
  void print(Stream stream, std::string_view line) override {
    collectSometimes(30);
    said.push_back("print " + std::string(line));
    MemoryPort::print(stream, line);
  }

 private:
  static std::string named(const VatKey& key) {
    return static_cast<char>(key.table) + std::to_string(key.id) + ":" + std::string(key.tail);
  }
  static std::string changes(const RefChanges& refs) {
    std::string text = refs.isNew ? " new" : "";
    for (const Vref& ref : refs.gained) text += " +" + toText(ref);
    for (const Vref& ref : refs.lost) text += " -" + toText(ref);
    return text;
  }
  void collectSometimes(uint64_t rarity) {
    if (collects == nullptr || !collects->oneIn(rarity)) return;
    v8::Isolate::GetCurrent()->MemoryPressureNotification(v8::MemoryPressureLevel::kCritical);
    v8::Isolate::GetCurrent()->MemoryPressureNotification(v8::MemoryPressureLevel::kNone);
  }
};

// A heap object comes back with the interface that it went out with.
VatCapData backOf(const Vref& ref) {
  BodyWriter body;
  body.array(3);
  body.number(0);
  body.string("back");
  body.array(1);
  body.remotable(0, ref.refClass == kHeapObjectClass ? "Alleged: far" : "");
  return {.body = body.take(), .slots = {ref}};
}

// One run: a small kernel around the vat, that knows which of its objects are referred to.
class Story {
 public:
  Story(uint64_t seed, bool collects)
      : random_(seed),
        chance_(seed * 7 + 1),
        collects_(collects),
        port_(MemoryPort::Records{{"main.js", kProgram}}),
        factory_(testEngine()) {
    const size_t caches[] = {1, 3000, 20'000, size_t{16} << 20};
    settings_.name = "main";
    settings_.limits.cacheBytesMax = caches[random_.below(4)];
    if (collects) port_.collects = &chance_;
  }

  std::vector<std::string> said() {
    start();
    for (int crank = 0; crank < 60; ++crank) {
      if (random_.oneIn(20)) start();
      deliver();
      if (collects_) query();
      port_.said.emplace_back("crank");
    }
    return port_.said;
  }

 private:
  void start();
  void deliver();
  void query();
  void take(const Delivery& delivery);
  std::set<RefKey> referred() const;

  Random random_;  // of what is delivered
  Random chance_;  // of collections
  bool collects_;
  RecordingPort port_;
  LiveslotsFactory factory_;
  VatSettings settings_;
  uint64_t incarnation_ = 0;
  std::unique_ptr<VatWorker> worker_;
  std::map<RefKey, Vref> sent_;   // what other vats have
  std::vector<Vref> results_;     // of messages that nobody has answered
  std::map<RefKey, Vref> known_;  // all that the vat ever named
  std::set<RefKey> gone_;
};

void Story::take(const Delivery& delivery) {
  const DeliveryOutcome outcome = worker_->deliver(delivery, port_);
  if (const auto* fault = std::get_if<Fault>(&outcome)) FAIL() << fault->detail;
  for (const Sent& sent : port_.effects.sent) {
    for (const Vref& slot : sent.message.slots) {
      if (!slot.isPromise() && !slot.isImport()) sent_[slot.key()] = slot;
      if (!slot.isPromise()) known_[slot.key()] = slot;
    }
    if (sent.result) results_.push_back(*sent.result);
  }
  port_.commit();
}

void Story::start() {
  worker_.reset();
  worker_ = factory_.make(settings_);
  std::erase_if(sent_, [](const auto& one) { return one.second.refClass == kHeapObjectClass; });
  results_.clear();
  StartVat order;
  order.incarnation = ++incarnation_;
  order.parameters.body = std::string(1, '\0');
  take({.what = order, .clockMs = {}});
  take({.what = DeliverMessage{kRoot, callOf("meet", {importNamed(7)}), {}}, .clockMs = {}});
}

void Story::deliver() {
  if (!results_.empty() && random_.oneIn(3)) {
    const Vref promise = results_.back();
    results_.pop_back();
    take({.what = DeliverNotify{{Resolution{promise, false, valueOf(1.0)}}}, .clockMs = {}});
    return;
  }
  if (random_.oneIn(4)) {
    Vref back = importNamed(7 + random_.below(3));
    if (!sent_.empty() && random_.oneIn(2)) {
      auto at = sent_.begin();
      std::advance(at, static_cast<std::ptrdiff_t>(random_.below(sent_.size())));
      back = at->second;
      if (random_.oneIn(2)) sent_.erase(at);
    }
    take({.what = DeliverMessage{kRoot, backOf(back), {}}, .clockMs = {}});
    return;
  }
  const auto from = static_cast<double>(random_.below(1'000'000));
  const auto count = static_cast<double>(1 + random_.below(25));
  take({.what = DeliverMessage{kRoot, callOf("run", {from, count}), {}}, .clockMs = {}});
}

// What records and other vats refer to.
std::set<RefKey> Story::referred() const {
  std::set<RefKey> keys;
  for (const auto& [key, ref] : sent_) keys.insert(key);
  for (const auto& [bytes, value] : port_.records()) {
    std::string_view rest = std::string_view(bytes).substr(1);
    VatKey key{static_cast<VatTable>(bytes[0])};
    takeOrderedVarint(rest, key.id);
    key.tail = rest;
    for (const RefKey each : refsOf(key, value)) keys.insert(each);
  }
  return keys;
}

void Story::query() {
  for (const auto& [key, ref] : std::exchange(port_.gained, {})) known_[key] = ref;
  for (const auto& [bytes, value] : port_.records()) {
    std::string_view rest = std::string_view(bytes).substr(1);
    uint64_t id = 0;
    takeOrderedVarint(rest, id);
    if (bytes[0] == 'o' && !gone_.contains(2 * id)) known_[2 * id] = {kFirstShapeClass, id};
    if (bytes[0] == 's' && !gone_.contains(2 * id)) known_[2 * id] = {kStrongStoreClass, id};
  }
  const std::set<RefKey> held = referred();
  HeapQuery query;
  query.collect = chance_.oneIn(2);
  for (const auto& [key, ref] : known_) {
    if (!held.contains(key) && key != 2 * kRootId && key != 2 * kBaggageId && chance_.oneIn(2)) {
      query.unheld.push_back(ref);
    }
  }
  const std::variant<HeapAnswer, Fault> answer = worker_->ask(query);
  ASSERT_TRUE(std::holds_alternative<HeapAnswer>(answer));
  const auto& holds = std::get<HeapAnswer>(answer).holds;
  ASSERT_EQ(holds.size(), query.unheld.size());
  HeapQuery told;
  for (size_t i = 0; i < holds.size(); ++i) {
    const Vref ref = query.unheld[i];
    if (holds[i] == HeapHold::held || ref.isImport()) continue;
    told.gone.push_back(ref.key());
    known_.erase(ref.key());
    gone_.insert(ref.key());
  }
  ASSERT_TRUE(std::holds_alternative<HeapAnswer>(worker_->ask(told)));
}

uint64_t fromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no thread sets it
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(DeterminismProperty, CollectionsChangeNothingThatAVatSays) {
  const uint64_t first = fromEnvironment("KEEVE_SEED", 1);
  const uint64_t rounds = fromEnvironment("KEEVE_ROUNDS", 12);
  for (uint64_t seed = first; seed < first + rounds; ++seed) {
    SCOPED_TRACE("KEEVE_SEED=" + std::to_string(seed) + " KEEVE_ROUNDS=1");
    const std::vector<std::string> plain = Story(seed, false).said();
    const std::vector<std::string> collected = Story(seed, true).said();
    for (size_t i = 0; i < std::max(plain.size(), collected.size()); ++i) {
      const std::string a = i < plain.size() ? plain[i] : "nothing";
      const std::string b = i < collected.size() ? collected[i] : "nothing";
      ASSERT_EQ(a, b) << "after " << (i == 0 ? "" : plain[i - 1]);
    }
    if (::testing::Test::HasFailure()) return;
    if (rounds == 1) {
      for (const std::string& line : plain) {
        if (line.starts_with("print")) std::cerr << line << "\n";
      }
    }
  }
}

}  // namespace
}  // namespace keeve::liveslots::testing
