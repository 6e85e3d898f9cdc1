#include "kernel/inspect/vat_counts.h"

#include <algorithm>
#include <optional>

#include "kernel/inspect/holders.h"
#include "kernel/inspect/walk.h"
#include "kernel/tables/schema.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {

namespace {

// Never counted: they live as long as their vat.
bool livesWithVat(RefKey ref) { return ref == kRootId * 2 || ref == kBaggageId * 2; }

std::string records(uint64_t count) {
  if (count == 0) return "no record";
  return std::to_string(count) + (count == 1 ? " record" : " records");
}

std::string tailOf(RefKey ref) {
  std::string tail;
  appendOrderedVarint(tail, ref);
  return tail;
}

std::string nameOfStore(uint64_t store) { return "weak store w" + std::to_string(store); }

}  // namespace

void VatCounts::check() {
  takeCandidates();
  takeNames();
  takeData();
  lookAtDying();
  lookAtFacts();
  lookAtWeakKeys();
  tallies_.each([this](RefKey ref, const Tally& tally) {
    if (!tally.is(kHasFacts)) compare(ref, tally, countWithoutFacts(tally));
  });
}

void VatCounts::takeCandidates() {
  eachRecord(store_, candidatesKey(vat_), [this](std::string_view rest, std::string_view value) {
    RefKey ref = 0;
    const auto candidate = parseCandidate(value);
    if (!candidate || !takeOrderedVarint(rest, ref) || !rest.empty()) return true;
    tallies_.at(ref).flags |= candidate->isCondemned() ? kCandidate | kCondemned : kCandidate;
    const bool isStore =
        candidate->refClass == kStrongStoreClass || candidate->refClass == kWeakStoreClass;
    if (candidate->state == CandidateState::dying && isStore)
      dying_.push_back(ref / 2);  // in order, as the keys are
    return true;
  });
}

void VatCounts::takeNames() {
  const std::string names = vatPartKey(vat_, VatPart::objectNames);
  eachRecord(store_, names, [this](std::string_view, std::string_view value) {
    const auto record = parseName(value);
    if (record && record->name.refClass == kImportClass)
      tallies_.at(record->name.key()).flags |= record->isReachable ? kReachable : kUnreachable;
    return true;
  });
}

void VatCounts::takeData() {
  const std::string data = vatPartKey(vat_, VatPart::data);
  eachRecord(store_, data, [this](std::string_view rest, std::string_view value) {
    if (const auto key = parseVatKey(rest)) take(*key, value);
    return true;
  });
}

void VatCounts::take(const VatKey& key, std::string_view value) {
  if (key.table == VatTable::state) {
    tallies_.at(key.id * 2).flags |= kHasState;
  } else if (key.table == VatTable::store) {
    const auto store = parseStore(value);
    const bool isWeak = store && store->strength == Strength::weak;
    tallies_.at(key.id * 2).flags |= isWeak ? kWeakStore : kStrongStore;
  } else if (key.table == VatTable::weakEntry) {
    lookAtWeakEntry(key);
  }
  listHeld(key, value, held_);
  for (const Vref& ref : held_) {
    Tally& tally = tallies_.at(ref.key());
    ++tally.held;
    if (ref.refClass == kHeapObjectClass || ref.isPromise()) tally.flags |= kPlain;
  }
}

// Weak entries come after all objects and stores of the vat.
void VatCounts::lookAtWeakEntry(const VatKey& key) {
  const auto ref = weakEntryKey(key.tail);
  if (!ref) return;
  if (!isSaidToBeKey(*ref, key.id))
    fault(what(*ref) + " is a key of " + nameOfStore(key.id) + ", and nothing says so");
  const bool lives =
      livesWithVat(*ref) ||
      tallies_.get(*ref).is(kHasState | kStrongStore | kWeakStore | kReachable | kUnreachable);
  if (!lives && !tallies_.get(*ref).is(kCandidate) && !isDying(key.id))
    fault(what(*ref) + " is a key of " + nameOfStore(key.id) + " and does not exist");
}

void VatCounts::lookAtDying() {
  for (const uint64_t store : dying_) {
    if (tallies_.get(store * 2).is(kStrongStore | kWeakStore))
      fault(what(store * 2) + " is dying and still has its record");
  }
}

void VatCounts::lookAtFacts() {
  const std::string facts = vatPartKey(vat_, VatPart::facts);
  eachRecord(store_, facts, [this](std::string_view rest, std::string_view value) {
    RefKey ref = 0;
    const auto record = parseFacts(value);
    if (record && takeOrderedVarint(rest, ref) && rest.empty()) compareFacts(ref, *record);
    return true;
  });
}

void VatCounts::compareFacts(RefKey ref, const ObjectFacts& facts) {
  Tally& tally = tallies_.at(ref);
  tally.flags |= kHasFacts;
  compare(ref, tally, facts.count);
  comparePlaces(ref, facts);
  if (livesWithVat(ref) || tally.is(kCondemned)) return;
  const bool hasPlaces = facts.isWeakKey();
  const bool needed = hasPlaces || facts.count != countWithoutFacts(tally);
  const bool isUnknownImport = ref % 2 == 1 && !tally.is(kReachable | kUnreachable | kPlain);
  if (!needed) fault(what(ref) + " has facts that say what is so without them");
  if (isUnknownImport) fault(what(ref) + " has facts, and is no import of the vat");
}

void VatCounts::comparePlaces(RefKey ref, const ObjectFacts& facts) {
  for (auto place = facts.weakStores.begin(); place != facts.weakStores.end(); ++place) {
    const std::string said = what(ref) + " is said to be a key of " + nameOfStore(*place);
    if (!isKey(ref, *place)) fault(said + ", and is none");
    if (std::find(facts.weakStores.begin(), place, *place) != place) fault(said + " twice");
  }
}

void VatCounts::lookAtWeakKeys() {
  const std::string rows = vatPartKey(vat_, VatPart::weakKeys);
  eachRecord(store_, rows, [this](std::string_view rest, std::string_view) {
    RefKey ref = 0;
    uint64_t place = 0;
    if (!takeOrderedVarint(rest, ref) || !takeOrderedVarint(rest, place) || !rest.empty())
      return true;
    const std::string said = what(ref) + " is said to be a key of " + nameOfStore(place);
    if (!isKey(ref, place)) fault(said + ", and is none");
    const auto bytes = store_.get(factsKey(vat_, ref));
    const ObjectFacts facts = (bytes ? parseFacts(*bytes) : std::nullopt).value_or(ObjectFacts{});
    if (!facts.hasMoreWeakStores) fault(said + " in a row, and its facts tell of no rows");
    if (std::count(facts.weakStores.begin(), facts.weakStores.end(), place) > 0)
      fault(said + " twice");
    return true;
  });
}

void VatCounts::compare(RefKey ref, const Tally& tally, uint64_t said) {
  if (!isCounted(ref, tally)) return;
  if (tally.held != said) {
    fault(what(ref) + " is held by " + records(tally.held) + ", and its count says " +
          std::to_string(said));
  } else if (tally.held > 0 && tally.is(kUnreachable)) {
    fault(what(ref) + " is held by " + records(tally.held) + ", and the vat cannot reach it");
  } else if (tally.held > 0 && tally.is(kCandidate)) {
    fault(what(ref) + " is held by " + records(tally.held) + ", and is a candidate");
  } else if (tally.held == 0 && !tally.is(kCandidate) &&
             tally.is(kHasState | kStrongStore | kWeakStore | kReachable) && !isKeptByOthers(ref)) {
    fault(what(ref) + " is held by nothing, and is no candidate");
  }
}

// Of an object that is gone and still referred to, the reference is the fault; promises of others have no
// counts.
bool VatCounts::isCounted(RefKey ref, const Tally& tally) {
  if (livesWithVat(ref) || tally.is(kCondemned)) return false;
  if (ref % 2 == 1) return tally.is(kReachable | kUnreachable);
  return tally.held == 0 || tally.is(kHasState | kStrongStore | kWeakStore | kPlain);
}

uint64_t VatCounts::countWithoutFacts(const Tally& tally) {
  const bool isHeldOnce =
      tally.is(kHasState | kStrongStore | kWeakStore | kReachable | kUnreachable);
  return isHeldOnce && !tally.is(kCandidate) ? 1 : 0;
}

// Of an object or store of the vat: that another vat can reach it, or could until a moment ago.
bool VatCounts::isKeptByOthers(RefKey ref) const {
  if (ref % 2 == 1) return false;
  const auto bytes = store_.get(exportKey(vat_, virtualObjectRef(0, ref / 2)));
  const auto exported = bytes ? parseExport(*bytes) : std::nullopt;
  if (!exported) return false;
  const auto ownerBytes = store_.get(ownerKey(exported->ref.id));
  const auto owner = ownerBytes ? parseOwner(*ownerBytes) : std::nullopt;
  if (!owner) return false;
  return owner->importers > 0 || store_.get(droppedExportKey(vat_, exported->ref.id)).has_value();
}

bool VatCounts::isDying(uint64_t store) const {
  return std::binary_search(dying_.begin(), dying_.end(), store);
}

bool VatCounts::isSaidToBeKey(RefKey ref, uint64_t store) const {
  const auto bytes = store_.get(factsKey(vat_, ref));
  const auto facts = bytes ? parseFacts(*bytes) : std::nullopt;
  if (!facts) return false;
  if (std::count(facts->weakStores.begin(), facts->weakStores.end(), store) > 0) return true;
  return facts->hasMoreWeakStores && store_.get(weakKeyKey(vat_, ref, store)).has_value();
}

bool VatCounts::isKey(RefKey ref, uint64_t store) const {
  const std::string tail = tailOf(ref);
  return store_.get(vatDataKey(vat_, {VatTable::weakEntry, store, tail})).has_value();
}

std::string VatCounts::what(RefKey ref) const {
  const Tally tally = tallies_.get(ref);
  const std::string number = std::to_string(ref / 2);
  if (ref % 2 == 1) return "import i" + number;
  if (tally.is(kStrongStore)) return "store s" + number;
  if (tally.is(kWeakStore)) return "weak store w" + number;
  if (tally.is(kHasState)) return "object o" + number;
  return ref == kRootId * 2 ? "root" : "object " + number;
}

void VatCounts::fault(const std::string& text) {
  report_.add("vat " + std::to_string(vat_.number()) + ": " + text);
}

}  // namespace keeve::kernel
