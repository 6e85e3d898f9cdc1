#include "kernel/collect/reaper.h"

#include <algorithm>
#include <array>
#include <utility>

#include "kernel/tables/damage.h"
#include "kernel/tables/each_record.h"
#include "kernel/tables/schema.h"
#include "kernel/vat_table.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {

namespace {

constexpr size_t kCondemnedAtOnce = 256;  // entries of a store

std::string refKeyTail(RefKey key) {
  std::string tail;
  appendOrderedVarint(tail, key);
  return tail;
}

}  // namespace

Collected& Collected::operator+=(const Collected& more) {
  objects += more.objects;
  stores += more.stores;
  entries += more.entries;
  promises += more.promises;
  imports += more.imports;
  exports += more.exports;
  bytes += more.bytes;
  return *this;
}

Collected Collected::operator-(const Collected& less) const {
  return {objects - less.objects,   stores - less.stores,   entries - less.entries,
          promises - less.promises, imports - less.imports, exports - less.exports,
          bytes - less.bytes};
}

Reaper::Reaper(Vat& vat, const store::GroupedStore& store, store::CrankBuffer& buffer,
               RefCounts& counts, Effects& effects, Condemned condemned, uint64_t quiet)
    : vat_(vat.id),
      store_(store),
      garbage_(vat.garbage),
      incarnation_(std::max<uint64_t>(1, vat.record.incarnation)),
      condemned_(condemned),
      quiet_(quiet),
      buffer_(buffer),
      counts_(counts),
      effects_(effects) {}

void Reaper::end(const Vref& ref, const Candidate& candidate, size_t limit) {
  if (candidate.state == CandidateState::waiting) endWeakEntries(ref);
  // Of an earlier life of the kernel, where nothing is known of it.
  isUnsure_ = candidate.state == CandidateState::dying && !garbage_.dying.contains(ref.id);
  if (!endRecords(ref, limit)) {
    isUnsure_ = false;
    const Candidate dying{ref.refClass, CandidateState::dying};
    return buffer_.put(candidateKey(vat_, ref.key()), toBytes(dying));
  }
  endName(ref);
  counts_.forget(ref);
}

bool Reaper::endCondemned(const Vref& ref) {
  endWeakEntries(ref);
  if (!endRecords(ref, kCondemnedAtOnce)) return false;
  endName(ref);
  buffer_.erase(factsKey(vat_, ref.key()));
  return true;
}

void Reaper::endEntry(const Vref& key, uint64_t store) {
  endWeakEntry(key, store);
  counts_.removeWeakKey(key, store);
}

// False where some of a store are left.
bool Reaper::endRecords(const Vref& ref, size_t limit) {
  if (ref.refClass == kHeapObjectClass) return true;
  if (ref.isPromise()) {
    const std::string key = vatDataKey(vat_, {VatTable::promise, ref.id});
    const auto bytes = buffer_.get(key);
    if (!bytes) return true;
    ++collected_.promises;
    const std::string record(*bytes);
    loseSlots(std::string_view(record).substr(1), std::array{ref.key()});
    erase(key, record.size());
    return true;
  }
  if (ref.isStore()) return endStore(ref, limit);
  const std::string record = takeState(ref.id);
  if (record.empty()) return endStore(ref, limit);
  ++collected_.objects;
  loseSlots(orDamaged(parseStateParts(record), "state").capdata, std::array{ref.key()});
  erase(vatDataKey(vat_, {VatTable::state, ref.id}), record.size());
  return true;
}

// Nobody writes it meanwhile: it is garbage. "" where there is none.
std::string Reaper::takeState(uint64_t id) {
  constexpr uint64_t kNear = 64;
  const auto isRead = [&] { return id >= firstState_ && id - firstState_ < states_.size(); };
  if (isRead()) {
    lastState_ = id;
    return std::exchange(states_[id - firstState_], {});
  }
  const bool isNear = id + kNear > lastState_ && id < lastState_ + kNear;
  const bool isDownwards = id < lastState_;
  lastState_ = id;
  if (!isNear) return store_.get(vatDataKey(vat_, {VatTable::state, id})).value_or("");
  // Never on to where the last ones were deleted, which is slow to walk over.
  const uint64_t first = isDownwards ? id - std::min(id, kNear) : id;
  readStates(first, isDownwards ? id : id + kNear);
  return std::exchange(states_[id - firstState_], {});
}

// Without waiting for what is on its way to the store.
void Reaper::readStates(uint64_t first, uint64_t last) {
  firstState_ = first;
  states_.assign(last - first + 1, {});
  std::string key = vatPartKey(vat_, VatPart::data);
  const size_t prefixBytes = key.size();
  std::vector<bool> isPending(states_.size());
  // What is on its way beside what the vat has written lately is that the last ones were deleted, and nobody asks for those.
  const bool mayBePending = !store_.isDown(garbage_.writtenAt);
  for (uint64_t id = first; mayBePending && id <= last; ++id) {
    assignVatDataKey(key, prefixBytes, {VatTable::state, id});
    const auto pending = store_.pending(key);
    isPending[id - first] = pending.has_value();
    if (pending) states_[id - first] = pending->value.value_or("");
  }
  assignVatDataKey(key, prefixBytes, {VatTable::state, first});
  const auto cursor = store_.cursorBelow();
  cursor->seek(key);
  const std::string table = key.substr(0, prefixBytes + 1);
  while (cursor->valid() && cursor->key().starts_with(table)) {
    const uint64_t id = numberIn(cursor->key().substr(table.size()));
    if (id > last) break;
    if (!isPending[id - first]) states_[id - first] = cursor->value();
    if (id == last) break;
    cursor->next();
  }
}

bool Reaper::endStore(const Vref& ref, size_t limit) {
  const std::string key = vatDataKey(vat_, {VatTable::store, ref.id});
  if (const auto bytes = buffer_.get(key)) {
    ++collected_.stores;
    erase(key, bytes->size());
  }
  for (const VatTable table : {VatTable::entry, VatTable::weakEntry}) {
    if (!endEntries(ref, table, limit)) return false;
  }
  garbage_.dying.erase(ref.id);
  isUnsure_ = false;
  endOrdinals(ref.id);
  return true;
}

void Reaper::endOrdinals(uint64_t store) {
  constexpr size_t kOneByOneMax = 1000;
  const std::string prefix = vatDataKey(vat_, {VatTable::ordinal, store});
  const auto places = buffer_.scan(prefix, pastPrefix(prefix), kOneByOneMax);
  if (places.size() == kOneByOneMax) return buffer_.eraseRange(prefix, pastPrefix(prefix));
  for (const store::Record& place : places) erase(place.key, place.value.size());
}

// False where some are left.
bool Reaper::endEntries(const Vref& store, VatTable table, size_t limit) {
  const std::string prefix = vatDataKey(vat_, {table, store.id});
  // Where the step before has ended: what was erased is slow to walk over.
  const auto [place, isFirstStep] =
      garbage_.dying.try_emplace(store.id, Dying{"", isUnsure_ ? 0 : quiet_});
  Dying& dying = place->second;
  std::string& at = dying.at;
  isUnsure_ = dying.quietAt == 0 || dying.quietAt != quiet_;
  const std::string begin = at.starts_with(prefix) ? at + '\0' : prefix;
  // Of a strong store nobody but the steps before has erased any since the first had all in the store below.
  const bool isAllBelow = table == VatTable::entry && !isFirstStep;
  const auto entries = isAllBelow ? entriesBelow(begin, pastPrefix(prefix), limit)
                                  : buffer_.scan(begin, pastPrefix(prefix), limit);
  if (!entries.empty()) at = entries.back().key;
  for (const store::Record& entry : entries) {
    ++collected_.entries;
    if (table == VatTable::weakEntry) {
      const RefKey key = numberIn(std::string_view(entry.key).substr(prefix.size()));
      const uint32_t guess = key % 2 == 1 ? uint32_t{kImportClass} : uint32_t{kFirstShapeClass};
      if (!isCondemned(key)) counts_.removeWeakKey({guess, key / 2}, store.id);
      loseSlots(entry.value, std::array{store.key(), key});
    } else {
      loseSlots(entry.value, std::array{store.key()});
    }
    erase(entry.key, entry.value.size());
  }
  return entries.size() < limit;
}

// Without waiting for what is on its way to the store.
std::vector<store::Record> Reaper::entriesBelow(std::string_view begin, std::string_view end,
                                                size_t limit) {
  std::vector<store::Record> entries;
  const auto cursor = store_.cursorBelow();
  for (cursor->seek(begin); entries.size() < limit && cursor->valid() && cursor->key() < end;
       cursor->next())
    entries.push_back({std::string(cursor->key()), std::string(cursor->value())});
  return entries;
}

void Reaper::endWeakEntries(const Vref& key) {
  const auto facts = readFacts(buffer_, vat_, key.key(), garbage_.known);
  if (!facts) return;
  for (const uint64_t store : facts->weakStores) endWeakEntry(key, store);
  if (!facts->hasMoreWeakStores) return;
  const std::string rows = weakKeysKey(vat_, key.key());
  eachRecord(buffer_, rows, [&](const store::Record& row) {
    endWeakEntry(key, numberIn(std::string_view(row.key).substr(rows.size())));
    buffer_.erase(row.key);
  });
}

void Reaper::endWeakEntry(const Vref& key, uint64_t store) {
  const std::string tail = refKeyTail(key.key());
  const std::string entry = vatDataKey(vat_, {VatTable::weakEntry, store, tail});
  const auto bytes = buffer_.get(entry);
  if (!bytes) return;  // the store's end came first
  ++collected_.entries;
  const std::string record(*bytes);
  loseSlots(record, std::array{key.key(), RefKey{2 * store}});
  erase(entry, record.size());
}

void Reaper::endName(const Vref& ref) {
  if (ref.refClass != kHeapObjectClass && !garbage_.known.exports.mayHave(ref.id)) return;
  const std::string key = exportKey(vat_, ref);
  const auto bytes = buffer_.get(key);
  if (!bytes) return;
  const Kref object = orDamaged(parseExport(*bytes), "c-list").ref;
  if (object.isPromise()) return;
  buffer_.erase(key);
  buffer_.erase(nameKey(vat_, object));
  names_.emplace_back(object, ref);
  ++collected_.exports;
  // Condemned objects of other vats may name it still.
  effects_.emplace_back(EndObject{object, condemned_ == Condemned::deleted ? incarnation_ : 0});
}

void Reaper::leave(const Vref& ref) {
  const Kref object{KrefKind::object, ref.id};
  ++collected_.imports;
  buffer_.erase(nameKey(vat_, object));
  names_.emplace_back(object, ref);
  effects_.emplace_back(LeaveImport{object, vat_, Afterwards::forgotten});
  counts_.forget(ref);
}

void Reaper::recognize(const Vref& ref) {
  const Kref object{KrefKind::object, ref.id};
  ++collected_.imports;
  buffer_.put(nameKey(vat_, object), toBytes(NameRecord{ref, false}));
  names_.emplace_back(object, ref);
  effects_.emplace_back(LeaveImport{object, vat_, Afterwards::recognized});
}

void Reaper::forget(const Vref& ref) {
  const Kref object{KrefKind::object, ref.id};
  endWeakEntries(ref);
  buffer_.erase(nameKey(vat_, object));
  effects_.emplace_back(ForgetImport{object, vat_});
  counts_.forget(ref);
}

void Reaper::loseSlots(std::string_view capdata, std::span<const RefKey> owners) {
  // The entry of an import whose object was condemned may outlive what it alone has kept, which was condemned with it.
  const bool isSure =
      std::none_of(owners.begin(), owners.end(), [](RefKey key) { return key % 2 == 1; });
  auto slots = orDamaged(parseSlots(capdata), "value");
  const auto byKey = [](const Vref& a, const Vref& b) { return a.key() < b.key(); };
  const auto sameKey = [](const Vref& a, const Vref& b) { return a.key() == b.key(); };
  std::sort(slots.begin(), slots.end(), byKey);
  slots.erase(std::unique(slots.begin(), slots.end(), sameKey), slots.end());
  for (const Vref& slot : slots) {
    const bool isOwner = std::find(owners.begin(), owners.end(), slot.key()) != owners.end();
    if (isOwner || isCondemned(slot.key())) continue;
    if ((isUnsure_ || !isSure) && !exists(slot)) continue;
    counts_.lose(slot);
  }
}

bool Reaper::exists(const Vref& ref) {
  if (ref.isImport() || ref.refClass == kHeapObjectClass) return true;
  // A promise that is not settled has no record, and its count has one.
  if (ref.isPromise()) return readFacts(buffer_, vat_, ref.key(), garbage_.known).has_value();
  const VatTable table = ref.isStore() ? VatTable::store : VatTable::state;
  return buffer_.get(vatDataKey(vat_, {table, ref.id})).has_value();
}

bool Reaper::isCondemned(RefKey key) {
  if (condemned_ == Condemned::none || key % 2 == 1) return false;
  const auto bytes = buffer_.get(candidateKey(vat_, key));
  return bytes && orDamaged(parseCandidate(*bytes), "candidate").isCondemned();
}

void Reaper::erase(const std::string& key, size_t valueBytes) {
  collected_.bytes += key.size() + valueBytes;
  buffer_.erase(key);
}

}  // namespace keeve::kernel
