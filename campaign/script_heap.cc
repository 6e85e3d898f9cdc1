// Operations on objects of the heap, promises and messages.
#include "campaign/script.h"

namespace keeve::campaign {

bool Script::makeToken() {
  const size_t to = freeSlot();
  emit(Op::makeToken, to);
  put(to, graph_.make(Sort::token, vat_));
  return true;
}

bool Script::makeHolder() {
  const size_t to = freeSlot();
  emit(Op::makeHolder, to);
  put(to, graph_.make(Sort::holder, vat_));
  return true;
}

bool Script::holderSet() {
  const auto holder = pickStore(Sort::holder);
  const auto from = pickAny();
  if (!holder || !from) return false;
  emit(Op::holderSet, *holder, *from);
  thingIn(*holder).fields[0].refs = {in(*from)};
  return true;
}

bool Script::holderGet() {
  const auto holder = pickStore(Sort::holder);
  if (!holder || thingIn(*holder).fields[0].refs.empty()) return false;
  const Id id = thingIn(*holder).fields[0].refs.front();
  if (graph_.at(id).isDead) return false;
  const size_t to = freeSlot();
  emit(Op::holderGet, *holder, to);
  put(to, id);
  return true;
}

void Script::settle(Id id, Id value) {
  Thing& promise = graph_.at(id);
  promise.isSettled = true;
  promise.fields[0].refs = {value};
}

bool Script::makeSettled() {
  const auto from = pickStorable();
  if (!from) return false;
  const size_t to = freeSlot();
  const Id id = graph_.make(Sort::promise, vat_);
  emit(Op::makeSettled, to, id, *from);
  settle(id, in(*from));
  put(to, id);
  return true;
}

bool Script::makePending() {
  const size_t to = freeSlot();
  const Id id = graph_.make(Sort::promise, vat_);
  emit(Op::makePending, to, id);
  heap().pending.insert(id);
  put(to, id);
  return true;
}

// Promises that follow it in other vats hear of it in the course of the round.
bool Script::resolve() {
  const auto from = pickStorable();
  if (!from || heap().pending.empty()) return false;
  const Id id = *heap().pending.begin();
  if (isPromise(in(*from)) && graph_.at(id).followers != std::array<Id, kVats>{}) return false;
  emit(Op::resolve, id, *from);
  heap().pending.erase(id);
  settle(id, in(*from));
  for (size_t vat = 0; vat < kVats; ++vat) {
    const Id follower = graph_.at(id).followers[vat];
    if (follower == kNothing || graph_.at(follower).sort != Sort::promise) continue;
    settle(follower, in(*from));
    graph_.at(follower).readyRound = static_cast<uint32_t>(round_ + 1);
  }
  return true;
}

bool Script::await() {
  const auto promise = pick([&](const Thing& thing) {
    return thing.sort == Sort::promise && thing.isSettled && thing.readyRound <= round_;
  });
  if (!promise) return false;
  const Id id = thingIn(*promise).fields[0].refs.front();
  if (graph_.at(id).isDead) return false;
  const size_t to = freeSlot();
  emit(Op::await, *promise, to);
  tell(thingIn(*promise).label);
  put(to, id);
  return true;
}

// A promise is another one there, which follows it; once for each vat, and none that is settled to a promise, which would
// be yet another one there.
Id Script::arrive(Id id, size_t vat) {
  if (graph_.at(id).sort != Sort::promise) return id;
  const Id follower = graph_.make(Sort::promise, vat);
  Thing& promise = graph_.at(id);
  Thing& there = graph_.at(follower);
  promise.followers[vat] = follower;
  there.label = promise.label;
  there.readyRound = static_cast<uint32_t>(round_ + 1);
  if (promise.isSettled) settle(follower, promise.fields[0].refs.front());
  return follower;
}

bool Script::send() {
  const size_t to = static_cast<size_t>(random_.below(kVats));
  if (!sends_[vat_][to]) return false;
  std::vector<std::pair<size_t, size_t>> pairs;
  for (uint64_t count = 1 + random_.below(3); count > 0; --count) {
    const auto from = pick([&](const Thing& thing) {
      if (thing.sort != Sort::promise) return isStorable(thing);
      return features_.promises && features_.sentPromises && thing.vat == vat_ &&
             thing.readyRound == 0 && thing.followers[to] == kNothing &&
             !(thing.isSettled && isPromise(thing.fields[0].refs.front()));
    });
    if (!from) continue;
    const size_t slot = kOwnSlots + vat_ * kInboxSlots + random_.below(kInboxSlots);
    pairs.emplace_back(slot, *from);
    graph_.heaps[to].slots[slot] = arrive(in(*from), to);
  }
  if (pairs.empty()) return false;
  emit(Op::send, to, pairs.size());
  for (const auto& [slot, from] : pairs) {
    batch_.numbers.push_back(static_cast<int64_t>(slot));
    batch_.numbers.push_back(static_cast<int64_t>(from));
  }
  return true;
}

bool Script::hold() {
  std::vector<Id> held;
  std::vector<size_t> slots;
  for (uint64_t count = 1 + random_.below(3); count > 0; --count) {
    const auto from =
        pick([&](const Thing& thing) { return thing.sort != Sort::promise && isStorable(thing); });
    if (!from) continue;
    held.push_back(in(*from));
    slots.push_back(*from);
  }
  if (held.empty()) return false;
  const uint64_t number = ++holds_;
  emit(Op::hold, number, slots.size());
  for (const size_t slot : slots) batch_.numbers.push_back(static_cast<int64_t>(slot));
  graph_.held.emplace(number, std::move(held));
  return true;
}

}  // namespace keeve::campaign
