#include <v8-array-buffer.h>
#include <v8-container.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/bytes.h"
#include "liveslots/native_call.h"
#include "liveslots/natives.h"
#include "liveslots/ref_changes.h"
#include "protocol/vat_key.h"
#include "protocol/vat_records.h"

namespace keeve::liveslots {
namespace {

// (store) -> [strong, size, nextOrdinal, keyName], or undefined
void readStore(Call& call) {
  const std::optional<std::string_view> stored =
      call.port().read({.table = VatTable::store, .id = call.id(0)});
  if (!stored) return;
  const std::optional<StoreRecord> store = parseStore(*stored);
  v8::Local<v8::String> keyName;
  if (!store || !engine::toV8(call.isolate(), store->keyName).ToLocal(&keyName))
    throwCorrupt("a store that is none");
  std::array<v8::Local<v8::Value>, 4> parts = {
      v8::Boolean::New(call.isolate(), store->strength == Strength::strong),
      v8::Number::New(call.isolate(), static_cast<double>(store->size)),
      v8::Number::New(call.isolate(), static_cast<double>(store->nextOrdinal)), keyName};
  call.give(v8::Array::New(call.isolate(), parts.data(), parts.size()));
}

// (store, strong, size, nextOrdinal, keyName, isNew)
void writeStore(Call& call) {
  const StoreRecord store{.strength = call.flag(1) ? Strength::strong : Strength::weak,
                          .size = call.id(2),
                          .nextOrdinal = call.id(3),
                          .keyName = call.utf8(4)};
  call.port().write({.table = VatTable::store, .id = call.id(0)}, toBytes(store),
                    {.isNew = call.flag(5)});
}

// Entries: (class of the store, store, key bytes, length of the key, …) ------------------------------------------------

VatKey entryKey(Call& call) {
  return {.table = call.id(0) == kWeakStoreClass ? VatTable::weakEntry : VatTable::entry,
          .id = call.id(1),
          .tail = call.bytes(2, 0, call.id(3))};
}

// What the entry belongs to beside its store.
RefKey weakKeyOf(const VatKey& key) {
  std::string_view tail = key.tail;
  RefKey number = 0;
  if (key.table == VatTable::weakEntry && takeOrderedVarint(tail, number)) return number;
  return Vref{kStrongStoreClass, key.id}.key();
}

RefDiff diffOf(Call& call, const VatKey& key, size_t refCount, double former) {
  return {call.memory(), refCount, former, {Vref{kStrongStoreClass, key.id}.key(), weakKeyOf(key)}};
}

// -> whether there is one, whose value then is the last read
void readEntry(Call& call) {
  const std::optional<std::string_view> stored = call.port().read(entryKey(call));
  if (!stored) return call.give(false);
  if (!call.memory().load(*stored, 0)) throwCorrupt("an entry that is none");
  call.give(true);
}

// (…, length, refCount, former: ref_changes.h)
void writeEntry(Call& call) {
  std::string bytes;
  call.memory().appendSlots(bytes, call.id(5));
  bytes += call.memory().body(call.id(4));
  const VatKey key = entryKey(call);
  call.port().write(key, bytes, diffOf(call, key, call.id(5), call.number(6)).changes());
}

// (…, former)
void eraseEntry(Call& call) {
  const VatKey key = entryKey(call);
  call.port().erase(key, diffOf(call, key, 0, call.number(4)).changes());
}

// Places of object keys: (store, RefKey, …) ----------------------------------------------------------------------------

struct OrdinalKey {
  explicit OrdinalKey(Call& call) { appendOrderedVarint(tail, call.id(1)); }
  VatKey of(Call& call) const {
    return {.table = VatTable::ordinal, .id = call.id(0), .tail = tail};
  }
  std::string tail;
};

uint64_t takeOrdinal(std::string_view& stored) {
  uint64_t ordinal = 0;
  if (!takeOrderedVarint(stored, ordinal)) throwCorrupt("a place that is none");
  return ordinal;
}

// -> its place, or -1
void readOrdinal(Call& call) {
  const OrdinalKey key(call);
  std::optional<std::string_view> stored = call.port().read(key.of(call));
  if (!stored) return call.give(-1.0);
  call.give(static_cast<double>(takeOrdinal(*stored)));
}

// -> the interface of a key that has a place
void readKeyIface(Call& call) {
  const OrdinalKey key(call);
  std::optional<std::string_view> stored = call.port().read(key.of(call));
  if (!stored) throwCorrupt("a key without its place");
  takeOrdinal(*stored);
  ByteReader iface(*stored);
  if (!iface.atEnd()) {
    const std::optional<uint64_t> length = iface.takeVarint();
    if (length != iface.rest().size()) throwCorrupt("a place that is none");
  }
  call.giveString(iface.rest());
}

// (…, place, interface or ""), of one that has none
void writeOrdinal(Call& call) {
  const OrdinalKey key(call);
  std::string bytes;
  appendOrderedVarint(bytes, call.id(2));
  const std::string iface = call.utf8(3);
  if (!iface.empty()) {
    appendVarint(bytes, iface.size());
    bytes += iface;
  }
  call.port().write(key.of(call), bytes, {.isNew = true});
}

void eraseOrdinal(Call& call) {
  const OrdinalKey key(call);
  call.port().erase(key.of(call));
}

// Walks ----------------------------------------------------------------------------------------------------------------

v8::Local<v8::Value> newBytes(v8::Isolate* isolate, std::string_view bytes) {
  const v8::Local<v8::ArrayBuffer> buffer = v8::ArrayBuffer::New(isolate, bytes.size());
  std::copy(bytes.begin(), bytes.end(), static_cast<char*>(buffer->Data()));
  return v8::Uint8Array::New(buffer, 0, bytes.size());
}

// (store, key bytes or undefined, limit) -> [key, value, key, value, …] of the entries after that key
void scanEntries(Call& call) {
  const std::string_view after =
      call.isUndefined(1) ? std::string_view() : call.bytes(1, 0, call.dataLength(1));
  const std::vector<ScannedEntry> entries =
      call.port().scan({.table = VatTable::entry, .id = call.id(0), .tail = after}, call.id(2));
  std::vector<v8::Local<v8::Value>> pairs;
  pairs.reserve(2 * entries.size());
  for (const ScannedEntry& entry : entries) {
    pairs.push_back(newBytes(call.isolate(), entry.tail));
    pairs.push_back(newBytes(call.isolate(), entry.value));
  }
  call.give(v8::Array::New(call.isolate(), pairs.data(), pairs.size()));
}

// (value bytes) of scanEntries become the last read.
void openEntry(Call& call) {
  if (!call.memory().load(call.bytes(0, 0, call.dataLength(0)), 0))
    throwCorrupt("an entry that is none");
}

constexpr std::array kNatives = {
    Native{"readStore", readStore},       Native{"writeStore", writeStore},
    Native{"readEntry", readEntry},       Native{"writeEntry", writeEntry},
    Native{"eraseEntry", eraseEntry},     Native{"readOrdinal", readOrdinal},
    Native{"writeOrdinal", writeOrdinal}, Native{"eraseOrdinal", eraseOrdinal},
    Native{"scanEntries", scanEntries},   Native{"openEntry", openEntry},
    Native{"readKeyIface", readKeyIface},
};

}  // namespace

std::span<const Native> storeNatives() { return kNatives; }

}  // namespace keeve::liveslots
