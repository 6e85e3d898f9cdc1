// Operations on stores and WeakMaps.
#include "campaign/script.h"

namespace keeve::campaign {

namespace {

constexpr uint64_t kRootKeys = 64;
constexpr uint64_t kNumberKeys = 12;

void putObject(Thing& store, Id key, Id value) {
  Entries& entries = *store.entries;
  const auto [at, isNew] = entries.byObject.try_emplace(key);
  at->second.value = value;
  if (!isNew || store.sort == Sort::weakStore) return;
  at->second.place = entries.nextPlace++;
  entries.places.emplace(at->second.place, key);
}

void removeObject(Thing& store, Id key) {
  const auto at = store.entries->byObject.find(key);
  store.entries->places.erase(at->second.place);
  store.entries->byObject.erase(at);
}

}  // namespace

bool Script::keepRoot() {
  const auto from = pickStorable();
  if (!from) return false;
  const uint64_t key = random_.below(kRootKeys);
  const Id store = graph_.bound(vat_, random_.oneIn(4) ? Bound::baggage : Bound::strong);
  emit(Op::putByNumber, (store - 1) % 3, key, *from);
  graph_.at(store).entries->byNumber[key] = in(*from);
  return true;
}

bool Script::dropRoot() {
  const Id store = graph_.bound(vat_, random_.oneIn(4) ? Bound::baggage : Bound::strong);
  const auto at = graph_.at(store).entries->byNumber.lower_bound(random_.below(kRootKeys));
  if (at == graph_.at(store).entries->byNumber.end()) return false;
  emit(Op::deleteByNumber, (store - 1) % 3, at->first);
  graph_.at(store).entries->byNumber.erase(at);
  return true;
}

bool Script::readRoot() {
  const Id store = graph_.bound(vat_, random_.oneIn(4) ? Bound::baggage : Bound::strong);
  const auto at = graph_.at(store).entries->byNumber.lower_bound(random_.below(kRootKeys));
  if (at == graph_.at(store).entries->byNumber.end() || graph_.at(at->second).isDead) return false;
  const size_t to = freeSlot();
  emit(Op::getByNumber, (store - 1) % 3, at->first, to);
  put(to, at->second);
  return true;
}

bool Script::makeStrong() {
  const size_t to = freeSlot();
  const Id id = graph_.make(Sort::strongStore, vat_);
  emit(Op::makeStrong, to, id);
  put(to, id);
  return true;
}

bool Script::makeWeak() {
  const size_t to = freeSlot();
  const Id id = graph_.make(Sort::weakStore, vat_);
  emit(Op::makeWeak, to, id);
  put(to, id);
  return true;
}

bool Script::putByObject() {
  const auto store = pickAnyStore();
  if (!store) return false;
  const auto key = pickKey(thingIn(*store).sort);
  const auto from = pickStorable();
  if (!key || !from) return false;
  emit(Op::putByObject, *store, *key, *from);
  putObject(thingIn(*store), in(*key), in(*from));
  return true;
}

bool Script::putByNumber() {
  const auto store = pickStore(Sort::strongStore);
  const auto from = pickStorable();
  if (!store || !from) return false;
  const uint64_t key = random_.below(kNumberKeys);
  emit(Op::putByNumber, *store, key, *from);
  thingIn(*store).entries->byNumber[key] = in(*from);
  return true;
}

// A store that holds itself, as a value or as a key.
bool Script::putItself() {
  const auto store = pickAnyStore();
  if (!store) return false;
  const auto other = pickStorable();
  if (!other) return false;
  const bool isKey = random_.oneIn(2) || !canBeKey(thingIn(*store).sort, thingIn(*other));
  const size_t key = isKey ? *store : *other;
  const size_t from = isKey ? *other : *store;
  emit(Op::putByObject, *store, key, from);
  putObject(thingIn(*store), in(key), in(from));
  return true;
}

bool Script::deleteByObject() {
  const auto store = pickAnyStore();
  if (!store) return false;
  const auto key = pick([&](const Thing&) { return true; });
  if (!key || !thingIn(*store).entries->byObject.contains(in(*key))) return false;
  emit(Op::deleteByObject, *store, *key);
  removeObject(thingIn(*store), in(*key));
  return true;
}

bool Script::deleteByNumber() {
  const auto store = pickStore(Sort::strongStore);
  if (!store) return false;
  auto& byNumber = thingIn(*store).entries->byNumber;
  const auto at = byNumber.lower_bound(random_.below(kNumberKeys));
  if (at == byNumber.end()) return false;
  emit(Op::deleteByNumber, *store, at->first);
  byNumber.erase(at);
  return true;
}

bool Script::getByObject() {
  const auto store = pickAnyStore();
  const auto key = pickAny();
  if (!store || !key) return false;
  const auto& byObject = thingIn(*store).entries->byObject;
  const auto at = byObject.find(in(*key));
  if (at == byObject.end() || graph_.at(at->second.value).isDead) return false;
  const Id id = at->second.value;
  const size_t to = freeSlot();
  emit(Op::getByObject, *store, *key, to);
  put(to, id);
  return true;
}

bool Script::getByNumber() {
  const auto store = pickStore(Sort::strongStore);
  if (!store) return false;
  const auto& byNumber = thingIn(*store).entries->byNumber;
  const auto at = byNumber.lower_bound(random_.below(kNumberKeys));
  if (at == byNumber.end() || graph_.at(at->second).isDead) return false;
  const Id id = at->second;
  const size_t to = freeSlot();
  emit(Op::getByNumber, *store, at->first, to);
  put(to, id);
  return true;
}

bool Script::firstKey() {
  const auto store = pickStore(Sort::strongStore);
  if (!store || thingIn(*store).entries->places.empty()) return false;
  const Id id = thingIn(*store).entries->places.begin()->second;
  if (graph_.at(id).isDead) return false;
  const size_t to = freeSlot();
  emit(Op::firstKey, *store, to);
  put(to, id);
  return true;
}

// The baggage has two entries more, under strings.
bool Script::tellSize() {
  const auto store = pickStore(Sort::strongStore);
  if (!store) return false;
  const bool isBaggage = in(*store) == graph_.bound(vat_, Bound::baggage);
  emit(Op::tellSize, *store);
  tell(static_cast<int64_t>(thingIn(*store).entries->size() + (isBaggage ? 2 : 0)));
  return true;
}

bool Script::tellHas() {
  const auto store = pickAnyStore();
  const auto key = pickAny();
  if (!store || !key) return false;
  emit(Op::tellHas, *store, *key);
  tell(thingIn(*store).entries->byObject.contains(in(*key)) ? 1 : 0);
  return true;
}

bool Script::mapSet() {
  // a value could lead to its key, and a promise that is a key, and so kept, to itself
  const auto key =
      pick([&](const Thing& thing) { return features_.heapCycles || thing.sort != Sort::promise; });
  const auto from =
      pick([&](const Thing& thing) { return features_.heapCycles || thing.sort == Sort::token; });
  if (!key || !from) return false;
  const size_t map = static_cast<size_t>(random_.below(kMaps));
  emit(Op::mapSet, map, *key, *from);
  heap().maps[map][in(*key)] = in(*from);
  return true;
}

bool Script::mapDelete() {
  const auto key = pickAny();
  if (!key) return false;
  const size_t map = static_cast<size_t>(random_.below(kMaps));
  emit(Op::mapDelete, map, *key);
  tell(heap().maps[map].erase(in(*key)) == 1 ? 1 : 0);
  return true;
}

bool Script::mapGet() {
  const auto key = pickAny();
  if (!key) return false;
  const size_t map = static_cast<size_t>(random_.below(kMaps));
  const auto at = heap().maps[map].find(in(*key));
  if (at == heap().maps[map].end() || graph_.at(at->second).isDead) return false;
  const Id id = at->second;
  const size_t to = freeSlot();
  emit(Op::mapGet, map, *key, to);
  put(to, id);
  return true;
}

bool Script::mapRenew() {
  const size_t map = static_cast<size_t>(random_.below(kMaps));
  emit(Op::mapRenew, map);
  heap().maps[map].clear();
  return true;
}

}  // namespace keeve::campaign
