#include "kernel/collect/ref_counts.h"

#include <algorithm>
#include <utility>

#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

[[noreturn]] void faultCounts(const std::string& what) {
  throw VatFault(Fault{"", "a vat miscounted references: " + what});
}

// The key of an entry of a weak store. Its class is a guess, and good enough: it counts as the others that are keys do.
Vref weakKeyOf(const VatKey& key) {
  std::string_view tail = key.tail;
  uint64_t ref = 0;
  if (!takeOrderedVarint(tail, ref) || !tail.empty()) faultCounts("a weak entry has no key");
  return {ref % 2 == 1 ? uint32_t{kImportClass} : uint32_t{kFirstShapeClass}, ref / 2};
}

}  // namespace

std::optional<ObjectFacts> readFacts(store::CrankBuffer& buffer, VatId vat, RefKey key,
                                     const KnownOfVat& known) {
  const std::string row = factsKey(vat, key);
  const auto bytes = known.facts.mayHave(key) ? buffer.get(row) : buffer.getOwn(row);
  if (!bytes) return std::nullopt;
  return orDamaged(parseFacts(*bytes), "count of references");
}

void RefCounts::wrote(const VatKey& key, const RefChanges& refs) {
  if (refs.isNew) {
    if (key.table == VatTable::state) create({kFirstShapeClass, key.id});
    if (key.table == VatTable::store) create({kStrongStoreClass, key.id});
    if (key.table == VatTable::state || key.table == VatTable::store) ++new_;
    if (key.table == VatTable::weakEntry)
      touch(weakKeyOf(key)).weakStores.emplace_back(key.id, true);
  }
  for (const Vref& ref : refs.gained) gain(ref);
  for (const Vref& ref : refs.lost) lose(ref);
}

void RefCounts::erased(const VatKey& key, const RefChanges& refs) {
  if (key.table == VatTable::weakEntry) removeWeakKey(weakKeyOf(key), key.id);
  for (const Vref& ref : refs.lost) lose(ref);
}

void RefCounts::removeWeakKey(const Vref& key, uint64_t store) {
  touch(key).weakStores.emplace_back(store, false);
}

RefCounts::Touched& RefCounts::touch(const Vref& ref) {
  Touched& touched = touched_[ref.key()];
  // Of a guess and a name that was said, the name is right.
  if (touched.refClass == kHeapObjectClass || ref.isStore())
    touched.refClass = std::min<uint32_t>(ref.refClass, kFirstShapeClass);
  return touched;
}

void RefCounts::change(const Vref& ref, int by) {
  if (!isPinned(ref.key())) touch(ref).by += by;
}

void RefCounts::forget(const Vref& ref) {
  const RefKey key = ref.key();
  touched_.erase(key);
  const std::string facts = factsKey(vat_, key);
  if (known_.facts.mayHave(key) || buffer_.getOwn(facts)) buffer_.erase(facts);
  const std::string candidate = candidateKey(vat_, key);
  if (known_.candidates.mayHave(key) || buffer_.getOwn(candidate)) buffer_.erase(candidate);
}

void RefCounts::finish() {
  const size_t before = dropped_.size();
  for (const auto& [key, touched] : touched_) {
    finish(key, touched);
    if (isListening_) told_.push_back(key);
  }
  touched_.clear();
  std::sort(dropped_.begin() + static_cast<std::ptrdiff_t>(before), dropped_.end(),
            [](const Vref& a, const Vref& b) { return a.key() < b.key(); });
}

void RefCounts::finish(RefKey key, const Touched& touched) {
  // As most are: made, and stored once.
  if (touched.isNew && touched.by == 1 && touched.weakStores.empty()) return;
  const std::string candidate = candidateKey(vat_, key);
  const auto known = touched.isNew ? std::nullopt : readFacts(buffer_, vat_, key, known_);
  const bool isNewRow = touched.isNew || !known_.candidates.mayHave(key);
  const auto row = isNewRow ? buffer_.getOwn(candidate) : buffer_.get(candidate);
  const bool wasCandidate = (!known || known->count == 0) && row.has_value();
  const auto usualCount = [&](bool isCandidate) -> uint64_t {
    return isCandidate || isPinned(key) || countsFromZero(touched.refClass) ? 0 : 1;
  };
  ObjectFacts facts = known.value_or(ObjectFacts{});
  if (!known) facts.count = usualCount(wasCandidate || touched.isNew);
  // One of which nothing is stored, and which is no candidate: other vats have it, or its weak entries recognize it.
  const bool wasSpared = known && known->count == 0 && !wasCandidate && !touched.isRevived;
  const int64_t count = static_cast<int64_t>(facts.count) + touched.by;
  if (count < 0) faultCounts(toText(Vref{touched.refClass, key / 2}) + " is held less than never");
  facts.count = static_cast<uint64_t>(count);
  changeWeakStores(key, touched, facts);
  if (touched.by < 0 && count > 0) ++suspects_;

  const bool isWeakKey = facts.isWeakKey();
  const bool isImport = key % 2 == 1;
  const bool isSpared = wasSpared && (!isImport || isWeakKey);
  const bool isCandidate = count == 0 && !isSpared && !isPinned(key);
  if (isWeakKey || facts.count != usualCount(isCandidate)) {
    const std::string bytes = toBytes(facts);
    if (!known || toBytes(*known) != bytes) buffer_.put(factsKey(vat_, key), bytes);
  } else if (known) {
    buffer_.erase(factsKey(vat_, key));
  }
  if (isCandidate == wasCandidate) return;
  if (!isCandidate) return buffer_.erase(candidate);
  const std::string bytes = toBytes(Candidate{touched.refClass});
  if (isNewRow) {
    buffer_.insert(candidate, bytes);
  } else {
    buffer_.put(candidate, bytes);
  }
  if (touched.isNew || touched.isRevived) {
    ++made_;
  } else {
    dropped_.push_back({touched.refClass, key / 2});
  }
}

void RefCounts::changeWeakStores(RefKey key, const Touched& touched, ObjectFacts& facts) {
  for (const auto& [store, isAdded] : touched.weakStores) {
    const auto place = std::find(facts.weakStores.begin(), facts.weakStores.end(), store);
    if (place != facts.weakStores.end()) {
      if (!isAdded) facts.weakStores.erase(place);
    } else if (isAdded && facts.weakStores.size() < ObjectFacts::kWeakStoresMax) {
      facts.weakStores.push_back(store);
    } else if (isAdded) {
      buffer_.put(weakKeyKey(vat_, key, store), "");
      facts.hasMoreWeakStores = true;
    } else if (facts.hasMoreWeakStores) {
      buffer_.erase(weakKeyKey(vat_, key, store));
      const std::string rows = weakKeysKey(vat_, key);
      facts.hasMoreWeakStores = !buffer_.scan(rows, pastPrefix(rows), 1).empty();
    }
  }
}

std::vector<Vref> RefCounts::takeDropped() { return std::exchange(dropped_, {}); }
size_t RefCounts::takeMadeCount() { return std::exchange(made_, 0); }
size_t RefCounts::takeSuspectCount() { return std::exchange(suspects_, 0); }
size_t RefCounts::takeNewCount() { return std::exchange(new_, 0); }
std::vector<RefKey> RefCounts::takeTouched() { return std::exchange(told_, {}); }

}  // namespace keeve::kernel
