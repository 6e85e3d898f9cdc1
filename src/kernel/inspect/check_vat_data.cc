#include "kernel/inspect/check_vat_data.h"

#include <algorithm>

#include "base/bytes.h"
#include "kernel/inspect/holders.h"
#include "kernel/tables/records.h"
#include "kernel/tables/schema.h"
#include "kernel/tables/store_key.h"
#include "protocol/body_reader.h"

namespace keeve::kernel {

namespace {

bool isBodyString(std::string_view bytes) {
  BodyReader reader(bytes, 0);
  return std::holds_alternative<BodyString>(reader.next()) && reader.atEnd();
}

std::string numbered(std::string_view what, uint64_t number) {
  return std::string(what) + " " + std::to_string(number);
}

// The interface of a key, where it has one.
bool isTextOrNothing(std::string_view bytes) {
  ByteReader reader(bytes);
  if (reader.atEnd()) return true;
  const std::optional<uint64_t> length = reader.takeVarint();
  return length == reader.rest().size();
}

}  // namespace

void VatDataChecker::look(VatId vat, std::string_view rest, std::string_view value) {
  if (vat != seen_.vat) {
    finish();
    seen_ = Seen{};
    seen_.vat = vat;
    if (const auto bytes = get({VatTable::counters, 0, {}})) seen_.counters = parseCounters(*bytes);
  }
  const auto key = parseVatKey(rest);
  if (!key) return fault("a key of its data is damaged");
  lookAt(*key, value);
}

void VatDataChecker::finish() {
  if (seen_.vat == kNoVat) return;
  if (!seen_.counters) {
    if (seen_.idEnd > 0 || seen_.shapeEnd > 0) fault("its counters are missing");
    return;
  }
  if (seen_.idEnd > seen_.counters->nextId) fault("a number is used that was never given out");
  if (seen_.shapeEnd > seen_.counters->nextShape)
    fault("the number of a shape is used that was never given out");
}

void VatDataChecker::lookAt(const VatKey& key, std::string_view value) {
  const bool hasTail = key.table == VatTable::binding || key.table == VatTable::entry ||
                       key.table == VatTable::weakEntry || key.table == VatTable::ordinal;
  if (hasTail == key.tail.empty()) return fault("a key of its data is damaged");
  switch (key.table) {
    case VatTable::counters:
      return lookAtCounters(key, value);
    case VatTable::kind:
      return lookAtKind(key, value);
    case VatTable::shape:
      return lookAtShape(key, value);
    case VatTable::binding:
      return lookAtBinding(key, value);
    case VatTable::store:
      return lookAtStore(key, value);
    case VatTable::state:
      return lookAtState(key, value);
    case VatTable::entry:
    case VatTable::weakEntry:
      return lookAtEntry(key, value);
    case VatTable::ordinal:
      return lookAtOrdinal(key, value);
    case VatTable::promise:
      return lookAtPromise(key, value);
  }
  fault("it keeps a record in no table");
}

void VatDataChecker::lookAtCounters(const VatKey& key, std::string_view value) {
  if (key.id != 0 || !parseCounters(value)) fault("its counters are damaged");
}

void VatDataChecker::lookAtKind(const VatKey& key, std::string_view value) {
  seen_.shapeEnd = std::max(seen_.shapeEnd, key.id + 1);
  if (!parseKind(value)) fault(numbered("kind", key.id) + " is damaged");
}

void VatDataChecker::lookAtShape(const VatKey& key, std::string_view value) {
  seen_.shapeEnd = std::max(seen_.shapeEnd, key.id + 1);
  const auto record = parseShape(value);
  const std::string what = numbered("shape", key.id);
  if (!record) return fault(what + " is damaged");
  if (!has({VatTable::kind, record->kind, {}})) fault(what + " is of a kind that does not exist");
  for (const std::string& name : record->names) {
    if (!isBodyString(name)) fault(what + " has a damaged name");
  }
}

void VatDataChecker::lookAtBinding(const VatKey& key, std::string_view value) {
  ByteReader bytes(value);
  const auto number = bytes.takeVarint();
  if (!number || !bytes.atEnd()) return fault("a binding is damaged");
  VatTable table = VatTable::store;
  switch (static_cast<VatBinding>(key.tail.front())) {
    case VatBinding::kind:
      table = VatTable::kind;
      break;
    case VatBinding::shape:
      table = VatTable::shape;
      break;
    case VatBinding::strongStore:
    case VatBinding::weakStore:
      break;
    default:
      return fault("a binding is of no known sort");
  }
  if (!has({table, *number, {}})) fault("a binding leads to what does not exist");
}

void VatDataChecker::lookAtStore(const VatKey& key, std::string_view value) {
  seen_.idEnd = std::max(seen_.idEnd, key.id + 1);
  const auto record = parseStore(value);
  if (!record) return fault(numbered("store", key.id) + " is damaged");
  countEntries(key, *record);
}

void VatDataChecker::countEntries(const VatKey& key, const StoreRecord& record) {
  if (record.strength == Strength::weak) return;
  const std::string what = numbered("store", key.id);
  const std::string prefix = vatDataKey(seen_.vat, {VatTable::entry, key.id, {}});
  const auto cursor = store_.cursor();
  uint64_t count = 0;
  for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix); cursor->next())
    ++count;
  if (count != record.size) {
    fault(what + " says that it has " + std::to_string(record.size) + " entries, there are " +
          std::to_string(count));
  }
}

void VatDataChecker::lookAtState(const VatKey& key, std::string_view value) {
  seen_.idEnd = std::max(seen_.idEnd, key.id + 1);
  const std::string what = numbered("object", key.id);
  const auto state = parseState(value);
  if (!state) return fault("the state of " + what + " is damaged");
  const auto& known = shape(state->shape);
  if (!known) return fault(what + " has a shape that does not exist");
  if (known->open != state->open)
    return fault(what + " does not have its names where its shape says");
  const auto& names = state->open ? state->names : known->names;
  for (const std::string& name : state->names) {
    if (!isBodyString(name)) return fault(what + " has a damaged name");
  }
  lookAtValues(state->values, names.size(), what);
}

void VatDataChecker::lookAtEntry(const VatKey& key, std::string_view value) {
  const std::string what = numbered("an entry of store", key.id);
  const auto entry = parseCapData(value);
  if (!entry) return fault(what + " is damaged");
  lookAtForm(*entry, 1, what);
  const bool isWeak = key.table == VatTable::weakEntry;
  if (isWeak && !weakEntryKey(key.tail)) fault(what + " has a damaged key");
  const auto& record = storeRecord(key.id);
  if (!record && isDying(key.id)) return;
  if (!record) return fault(what + " belongs to no store");
  if (isWeak != (record->strength == Strength::weak))
    return fault(what + " stands in the table of the other sort of stores");
  lookAtSlots(*entry, what);
  if (!isWeak) lookAtStrongKey(key, *entry, *record);
}

void VatDataChecker::lookAtStrongKey(const VatKey& key, const VatCapData& entry,
                                     const StoreRecord& record) {
  const std::string what = numbered("an entry of store", key.id);
  const StoreKey parsed = parseStoreKey(key.tail);
  if (std::holds_alternative<DamagedStoreKey>(parsed)) return fault(what + " has a damaged key");
  const auto* object = std::get_if<ObjectStoreKey>(&parsed);
  if (!object) return;
  if (object->ordinal >= record.nextOrdinal) fault(what + " has a place that was never given out");
  if (entry.slots.empty()) return fault(what + " has lost its key");
  std::string tail;
  appendOrderedVarint(tail, entry.slots.front().key());
  std::string place;
  appendOrderedVarint(place, object->ordinal);
  const auto stored = get({VatTable::ordinal, key.id, tail});
  if (!stored || !stored->starts_with(place)) fault(what + " is not found by its key");
}

void VatDataChecker::lookAtOrdinal(const VatKey& key, std::string_view value) {
  const std::string what = numbered("a place in store", key.id);
  std::string_view rest = key.tail;
  uint64_t refKey = 0;
  std::string_view place = value;
  uint64_t ordinal = 0;
  if (!takeOrderedVarint(rest, refKey) || !rest.empty() || !takeOrderedVarint(place, ordinal) ||
      !isTextOrNothing(place)) {
    return fault(what + " is damaged");
  }
  if (!storeRecord(key.id) && isDying(key.id)) return;
  const auto entry = get({VatTable::entry, key.id, objectStoreKey(ordinal)});
  const auto data = entry ? parseCapData(*entry) : std::nullopt;
  if (!data || data->slots.empty() || data->slots.front().key() != refKey)
    fault(what + " leads to no entry of that key");
}

void VatDataChecker::lookAtPromise(const VatKey& key, std::string_view value) {
  seen_.idEnd = std::max(seen_.idEnd, key.id + 1);
  const auto record = parsePromise(value);
  const std::string what = numbered("promise", key.id);
  if (!record) return fault(what + " is damaged");
  lookAtValues(record->value, 1, what);
}

void VatDataChecker::lookAtValues(const VatCapData& values, size_t count, const std::string& what) {
  lookAtForm(values, count, what);
  lookAtSlots(values, what);
}

void VatDataChecker::lookAtForm(const VatCapData& values, size_t count, const std::string& what) {
  if (const auto malformed = findMalformed(values.body, values.slots.size(), count)) {
    fault(what + " has a damaged value: " + std::string(malformed->reason) + " at byte " +
          std::to_string(malformed->offset));
  }
}

void VatDataChecker::lookAtSlots(const VatCapData& values, const std::string& what) {
  for (const Vref& slot : values.slots) lookAtSlot(slot, what);
}

// An imported promise may have ended with the incarnation that knew it, and a heap object leaves no trace in the store.
void VatDataChecker::lookAtSlot(const Vref& ref, const std::string& what) {
  bool exists = true;
  if (ref.refClass == kImportClass) {
    exists = store_.get(nameKey(seen_.vat, Kref{KrefKind::object, ref.id})).has_value();
  } else if (ref.isStore()) {
    exists = has({VatTable::store, ref.id, {}});
  } else if (ref.isVirtualObject()) {
    exists = has({VatTable::state, ref.id, {}});
  } else if (!ref.isImport()) {
    exists = seen_.counters && ref.id < seen_.counters->nextId;
  }
  // One that is condemned may have gone before what refers to it, which is condemned as well.
  if (!exists && !ref.isImport() && isDying(ref.id)) return;
  if (!exists) fault(what + " refers to " + toText(ref) + ", which does not exist");
}

const std::optional<ShapeRecord>& VatDataChecker::shape(uint64_t number) {
  const auto known = seen_.shapes.find(number);
  if (known != seen_.shapes.end()) return known->second;
  const auto bytes = get({VatTable::shape, number, {}});
  return seen_.shapes.emplace(number, bytes ? parseShape(*bytes) : std::nullopt).first->second;
}

const std::optional<StoreRecord>& VatDataChecker::storeRecord(uint64_t id) {
  if (!seen_.lastStore || seen_.lastStore->first != id) {
    const auto bytes = get({VatTable::store, id, {}});
    seen_.lastStore.emplace(id, bytes ? parseStore(*bytes) : std::nullopt);
  }
  return seen_.lastStore->second;
}

// Its record is gone, and its entries are being deleted, a few at a time.
bool VatDataChecker::isDying(uint64_t store) const {
  const auto bytes = store_.get(candidateKey(seen_.vat, store * 2));
  const auto candidate = bytes ? parseCandidate(*bytes) : std::nullopt;
  return candidate && candidate->state != CandidateState::waiting;
}

std::optional<std::string> VatDataChecker::get(const VatKey& key) const {
  return store_.get(vatDataKey(seen_.vat, key));
}

void VatDataChecker::fault(const std::string& what) {
  report_.add("vat " + std::to_string(seen_.vat.number()) + ": " + what);
}

}  // namespace keeve::kernel
