#include "kernel/inspect/inspect.h"

#include <algorithm>
#include <map>

#include "kernel/inspect/walk.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"
#include "protocol/body_string.h"

namespace keeve::kernel {

namespace {

std::string vatTable(VatId vat, VatTable table) {
  return vatPartKey(vat, VatPart::data) + static_cast<char>(table);
}

uint64_t idOf(std::string_view rest) {
  uint64_t id = 0;
  if (!takeOrderedVarint(rest, id))
    throw store::StoreError("a key in the store is damaged: see `keeve check`");
  return id;
}

StateParts partsOf(std::string_view bytes) { return orDamaged(parseStateParts(bytes), "state"); }

void countRecord(StatsInfo& stats, std::string_view key, uint64_t bytes) {
  switch (key.front()) {
    case 'N':
      ++stats.vats;
      return;
    case 'P':
      ++stats.promises;
      return;
    case 'Q':
      ++stats.queued;
      return;
    case 'L':
      ++stats.deadLetters;
      return;
    case 'G':
      ++stats.candidateCount;
      return;
    case 'V':
      break;
    default:
      return;
  }
  std::string_view rest = key.substr(1);
  uint64_t vat = 0;
  if (!takeOrderedVarint(rest, vat) || rest.empty()) return;
  if (rest.front() == static_cast<char>(VatPart::source)) ++stats.sources;
  if (rest.front() != static_cast<char>(VatPart::data) || rest.size() < 2) return;
  switch (static_cast<VatTable>(rest[1])) {
    case VatTable::kind:
      ++stats.kinds;
      return;
    case VatTable::state:
      ++stats.objects;
      stats.objectBytes += bytes;
      return;
    case VatTable::store:
      ++stats.stores;
      return;
    case VatTable::entry:
    case VatTable::weakEntry:
      ++stats.entries;
      stats.entryBytes += bytes;
      return;
    default:
      return;
  }
}

}  // namespace

std::vector<VatInfo> Inspector::vats() const {
  std::vector<VatInfo> vats;
  eachRecord(store_, tableKey('N'), [&](std::string_view, std::string_view value) {
    const VatId id = orDamaged(parseVatId(value), "vat name");
    const auto bytes = store_.get(vatPartKey(id, VatPart::record));
    vats.push_back({id, orDamaged(bytes ? parseVat(*bytes) : std::nullopt, "vat")});
    return true;
  });
  return vats;
}

std::optional<VatInfo> Inspector::vat(std::string_view name) const {
  for (VatInfo& each : vats()) {
    if (each.record.settings.name == name) return std::move(each);
  }
  return std::nullopt;
}

std::vector<KindInfo> Inspector::kinds() const {
  std::vector<KindInfo> kinds;
  for (const VatInfo& vat : vats()) {
    std::map<uint64_t, uint64_t> kindOfShape;
    std::map<uint64_t, uint64_t> instances;  // by kind
    eachRecord(store_, vatTable(vat.id, VatTable::shape),
               [&](std::string_view rest, std::string_view value) {
                 kindOfShape[idOf(rest)] = orDamaged(parseShape(value), "shape").kind;
                 return true;
               });
    eachRecord(store_, vatTable(vat.id, VatTable::state),
               [&](std::string_view, std::string_view value) {
                 ++instances[kindOfShape[partsOf(value).shape]];
                 return true;
               });
    const size_t first = kinds.size();
    eachRecord(store_, vatTable(vat.id, VatTable::kind),
               [&](std::string_view rest, std::string_view value) {
                 const uint64_t number = idOf(rest);
                 const std::string tag = orDamaged(parseKind(value), "kind").tag;
                 kinds.push_back({vat.record.settings.name, tag, number, instances[number]});
                 return true;
               });
    std::stable_sort(kinds.begin() + static_cast<std::ptrdiff_t>(first), kinds.end(),
                     [](const KindInfo& a, const KindInfo& b) { return a.tag < b.tag; });
  }
  return kinds;
}

StatsInfo Inspector::stats() const {
  StatsInfo stats;
  eachRecord(store_, "", [&](std::string_view key, std::string_view value) {
    ++stats.records;
    const uint64_t bytes = key.size() + value.size();
    stats.recordBytes += bytes;
    if (!key.empty()) countRecord(stats, key, bytes);
    return true;
  });
  stats.diskBytes = store_.diskBytes();
  if (const auto bytes = store_.get(kCacheTotalsKey))
    stats.cache = orDamaged(parseCacheTotals(*bytes), "record of cache hits");
  return stats;
}

void Inspector::eachObject(VatId vat, const std::function<bool(const ObjectInfo&)>& visit) const {
  std::map<uint64_t, std::string> tags;  // by shape
  bool goOn = true;
  eachRecord(
      store_, vatTable(vat, VatTable::state), [&](std::string_view rest, std::string_view value) {
        const uint64_t shape = partsOf(value).shape;
        auto tag = tags.find(shape);
        if (tag == tags.end()) tag = tags.emplace(shape, kindTag(vat, shape)).first;
        goOn = visit({virtualObjectRef(static_cast<uint32_t>(shape), idOf(rest)), tag->second});
        return goOn;
      });
  if (!goOn) return;
  eachRecord(
      store_, vatTable(vat, VatTable::store), [&](std::string_view rest, std::string_view value) {
        const bool strong = orDamaged(parseStore(value), "store").strength == Strength::strong;
        const Vref ref{strong ? kStrongStoreClass : kWeakStoreClass, idOf(rest)};
        return visit({ref, strong ? "store" : "weakStore"});
      });
}

std::pair<std::string, Vref> Inspector::home(const VatInfo& vat, const Vref& ref) const {
  std::pair<std::string, Vref> here{vat.record.settings.name, ref};
  if (ref.refClass != kImportClass) return here;
  const Kref kref{KrefKind::object, ref.id};
  const auto ownerBytes = store_.get(ownerKey(kref.id));
  const auto owner = ownerBytes ? parseOwner(*ownerBytes) : std::nullopt;
  if (!owner) return here;
  const auto nameBytes = store_.get(nameKey(owner->vat, kref));
  const auto recordBytes = store_.get(vatPartKey(owner->vat, VatPart::record));
  const auto name = nameBytes ? parseVref(*nameBytes) : std::nullopt;
  const auto record = recordBytes ? parseVat(*recordBytes) : std::nullopt;
  return name && record ? std::pair(record->settings.name, *name) : here;
}

std::optional<ObjectInfo> Inspector::object(VatId vat, uint64_t id) const {
  if (const auto bytes = get(vat, {VatTable::state, id, {}})) {
    const uint64_t shape = partsOf(*bytes).shape;
    return ObjectInfo{virtualObjectRef(static_cast<uint32_t>(shape), id), kindTag(vat, shape)};
  }
  const auto record = storeRecord(vat, id);
  if (!record) return std::nullopt;
  const bool strong = record->strength == Strength::strong;
  return ObjectInfo{{strong ? kStrongStoreClass : kWeakStoreClass, id},
                    strong ? "store" : "weakStore"};
}

std::optional<StateInfo> Inspector::state(VatId vat, uint64_t object) const {
  const auto bytes = get(vat, {VatTable::state, object, {}});
  if (!bytes) return std::nullopt;
  StoredState state = orDamaged(parseState(*bytes), "state");
  if (!state.open) {
    const auto shape = get(vat, {VatTable::shape, state.shape, {}});
    state.names = orDamaged(shape ? parseShape(*shape) : std::nullopt, "shape").names;
  }
  StateInfo info{{}, std::move(state.values)};
  for (const std::string& name : state.names) info.names.push_back(bodyStringToUtf8(name));
  return info;
}

std::optional<StoreRecord> Inspector::storeRecord(VatId vat, uint64_t store) const {
  const auto bytes = get(vat, {VatTable::store, store, {}});
  if (!bytes) return std::nullopt;
  return orDamaged(parseStore(*bytes), "store");
}

std::vector<EntryInfo> Inspector::entries(VatId vat, uint64_t store, size_t limit) const {
  std::vector<EntryInfo> entries;
  const auto record = storeRecord(vat, store);
  if (!record || limit == 0) return entries;
  const bool isStrong = record->strength == Strength::strong;
  const VatTable table = isStrong ? VatTable::entry : VatTable::weakEntry;
  const std::string start = vatDataKey(vat, {table, store, {}});
  eachRecord(store_, start, [&](std::string_view rest, std::string_view value) {
    const StoreKey key = isStrong ? parseStoreKey(rest) : StoreKey(ObjectStoreKey{idOf(rest)});
    entries.push_back({key, orDamaged(parseCapData(value), "entry")});
    return entries.size() < limit;
  });
  return entries;
}

std::optional<std::string> Inspector::get(VatId vat, const VatKey& key) const {
  return store_.get(vatDataKey(vat, key));
}

std::string Inspector::kindTag(VatId vat, uint64_t shape) const {
  const auto shapeBytes = get(vat, {VatTable::shape, shape, {}});
  const ShapeRecord record =
      orDamaged(shapeBytes ? parseShape(*shapeBytes) : std::nullopt, "shape");
  const auto kindBytes = get(vat, {VatTable::kind, record.kind, {}});
  return orDamaged(kindBytes ? parseKind(*kindBytes) : std::nullopt, "kind").tag;
}

}  // namespace keeve::kernel
