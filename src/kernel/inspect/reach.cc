#include "kernel/inspect/reach.h"

#include <algorithm>

#include "kernel/inspect/holders.h"
#include "kernel/inspect/walk.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {

Reach::Reach(const store::Store& store) : store_(store) {
  eachRecord(store, tableKey('N'), [this](std::string_view, std::string_view value) {
    const VatId vat = orDamaged(parseVatId(value), "vat name");
    const auto bytes = store_.get(vatPartKey(vat, VatPart::record));
    if (!orDamaged(bytes ? parseVat(*bytes) : std::nullopt, "vat").hasEnded()) addVat(vat);
    return true;
  });
  std::sort(importers_.begin(), importers_.end());
}

std::vector<Reach::Step> Reach::chainTo(VatId vat, RefKey ref) {
  const auto number = vatNumbers_.find(vat);
  if (number == vatNumbers_.end()) return {};
  target_ = {number->second, ref};
  addRoots();
  search();
  if (found_ == kNone) {
    addCandidates();
    search();
  }
  std::vector<Step> chain;
  for (uint32_t at = found_; at != kNone;) {
    const Node& node = nodes_[at];
    const bool isRoot = (node.from & kFromRoot) != 0;
    chain.push_back({vats_[node.vat].id, node.ref,
                     isRoot ? std::optional(roots_[node.from & ~kFromRoot]) : std::nullopt,
                     node.weakStore});
    at = isRoot ? kNone : node.from;
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

bool Reach::isLiveKey(VatId vat, RefKey ref) const {
  const auto number = vatNumbers_.find(vat);
  if (number == vatNumbers_.end()) return false;
  if (ref % 2 == 0) return is({number->second, ref}, kExpanded);
  const Place home = homeOf(ref / 2);
  return home.vat != kNone ? is(home, kExpanded) : store_.get(roleKey(ref / 2)).has_value();
}

void Reach::addVat(VatId vat) {
  const auto number = static_cast<uint32_t>(vats_.size());
  vatNumbers_.emplace(vat, number);
  VatReach& added = vats_.emplace_back();
  added.id = vat;
  const std::string names = vatPartKey(vat, VatPart::objectNames);
  eachRecord(store_, names, [&](std::string_view rest, std::string_view value) {
    const Vref name = orDamaged(parseName(value), "c-list").name;
    uint64_t kref = 0;
    takeOrderedVarint(rest, kref);
    if (name.isImport()) {
      importers_.emplace_back(kref, number);
    } else {
      added.exports.at(name.id) = kref;
    }
    return true;
  });
}

// A new root of the search for each thing that it names and that was not reached before.
void Reach::addRoot(const Place& place, const WhyRoot& root) {
  if (place.vat == kNone || is(place, kReached)) return;
  roots_.push_back(root);
  reach(place, kFromRoot | static_cast<uint32_t>(roots_.size() - 1), 0);
}

void Reach::search() {
  while (found_ == kNone && next_ < nodes_.size()) expand(static_cast<uint32_t>(next_++));
}

void Reach::expand(uint32_t from) {
  const Node node = nodes_[from];
  vats_[node.vat].flags.at(node.ref) |= kExpanded;
  if (node.ref % 2 == 1) {
    const Place home = homeOf(node.ref / 2);
    if (home.vat != kNone) reach(home, from, 0);
    return;
  }
  const VatId vat = vats_[node.vat].id;
  const uint64_t id = node.ref / 2;
  reachByKey(node.vat, node.ref, from);
  expandImporters(node.vat, id, from);
  for (const VatTable table : {VatTable::state, VatTable::store, VatTable::promise}) {
    const auto bytes = store_.get(vatDataKey(vat, {table, id, {}}));
    if (!bytes) continue;
    if (table == VatTable::store) return expandStore(node.vat, id, *bytes, from);
    return reachHeld(node.vat, {table, id, {}}, *bytes, from);
  }
}

void Reach::expandStore(uint32_t vat, uint64_t id, std::string_view record, uint32_t from) {
  const bool isWeak = orDamaged(parseStore(record), "store").strength == Strength::weak;
  const VatTable table = isWeak ? VatTable::weakEntry : VatTable::entry;
  const std::string entries = vatDataKey(vats_[vat].id, {table, id, {}});
  eachRecord(store_, entries, [&](std::string_view tail, std::string_view value) {
    const auto key = isWeak ? weakEntryKey(tail) : std::nullopt;
    if (!isWeak || (key && isLiveKey(vats_[vat].id, *key)))
      reachHeld(vat, {table, id, tail}, value, from);
    return true;
  });
}

// Vats that have the object as a key keep what they keep by it.
void Reach::expandImporters(uint32_t vat, uint64_t id, uint32_t from) {
  const uint64_t kref = vats_[vat].exports.get(id);
  if (kref == 0) return;
  const auto first = std::lower_bound(importers_.begin(), importers_.end(), std::pair(kref, 0U));
  for (auto each = first; each != importers_.end() && each->first == kref; ++each)
    reachByKey(each->second, Vref{kImportClass, kref}.key(), from);
}

void Reach::reachHeld(uint32_t vat, const VatKey& key, std::string_view value, uint32_t from) {
  listHeld(key, value, held_);
  const uint64_t weakStore = key.table == VatTable::weakEntry ? key.id : 0;
  for (const Vref& ref : held_) reach({vat, ref.key()}, from, weakStore);
}

void Reach::reachByKey(uint32_t vat, RefKey key, uint32_t from) {
  const VatId id = vats_[vat].id;
  std::string tail;
  appendOrderedVarint(tail, key);
  for (const uint64_t weakStore : weakStoresOf(id, key)) {
    if (!is({vat, weakStore * 2}, kExpanded)) continue;
    const VatKey entry{VatTable::weakEntry, weakStore, tail};
    if (const auto value = store_.get(vatDataKey(id, entry))) reachHeld(vat, entry, *value, from);
  }
}

void Reach::reach(const Place& place, uint32_t from, uint64_t weakStore) {
  uint8_t& flags = vats_[place.vat].flags.at(place.ref);
  if ((flags & kReached) != 0) return;
  flags |= kReached;
  nodes_.push_back({place.ref, weakStore, place.vat, from});
  if (place.vat == target_.vat && place.ref == target_.ref)
    found_ = static_cast<uint32_t>(nodes_.size() - 1);
}

Reach::Place Reach::homeOf(uint64_t kref) const {
  const Kref ref{KrefKind::object, kref};
  const auto bytes = store_.get(ownerKey(kref));
  const auto owner = bytes ? parseOwner(*bytes) : std::nullopt;
  const auto number = owner ? vatNumbers_.find(owner->vat) : vatNumbers_.end();
  if (number == vatNumbers_.end()) return {};
  const auto nameBytes = store_.get(nameKey(owner->vat, ref));
  const auto name = nameBytes ? parseName(*nameBytes) : std::nullopt;
  return name ? Place{number->second, name->name.key()} : Place{};
}

std::vector<uint64_t> Reach::weakStoresOf(VatId vat, RefKey key) const {
  const auto bytes = store_.get(factsKey(vat, key));
  if (!bytes) return {};
  const ObjectFacts facts = orDamaged(parseFacts(*bytes), "facts");
  std::vector<uint64_t> places = facts.weakStores;
  if (!facts.hasMoreWeakStores) return places;
  eachRecord(store_, weakKeysKey(vat, key), [&](std::string_view rest, std::string_view) {
    uint64_t place = 0;
    if (takeOrderedVarint(rest, place)) places.push_back(place);
    return true;
  });
  return places;
}

bool Reach::is(const Place& place, Flag flag) const {
  return place.vat != kNone && (vats_[place.vat].flags.get(place.ref) & flag) != 0;
}

}  // namespace keeve::kernel
