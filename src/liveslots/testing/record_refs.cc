#include "liveslots/testing/record_refs.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/check.h"
#include "protocol/vat_records.h"

namespace keeve::liveslots::testing {
namespace {

std::vector<Vref> slotsOf(std::string_view capdata) {
  const std::optional<VatCapData> parsed = parseCapData(capdata);
  KEEVE_CHECK(parsed.has_value());
  return parsed->slots;
}

std::vector<Vref> slotsOf(const VatKey& key, std::string_view record) {
  switch (key.table) {
    case VatTable::state: {
      const std::optional<StateParts> state = parseStateParts(record);
      KEEVE_CHECK(state.has_value());
      return slotsOf(state->capdata);
    }
    case VatTable::entry:
    case VatTable::weakEntry:
      return slotsOf(record);
    case VatTable::promise: {
      const std::optional<PromiseRecord> promise = parsePromise(record);
      KEEVE_CHECK(promise.has_value());
      return promise->value.slots;
    }
    case VatTable::binding: {
      if (key.tail[0] != 's' && key.tail[0] != 'w') return {};
      ByteReader reader(record);
      return {{kStrongStoreClass, reader.takeVarint().value()}};
    }
    default:
      return {};
  }
}

std::set<RefKey> keysOf(std::span<const Vref> refs) {
  std::set<RefKey> keys;
  for (const Vref& ref : refs) keys.insert(ref.key());
  return keys;
}

std::string listed(const std::set<RefKey>& keys) {
  std::string text;
  for (const RefKey key : keys) text += " " + std::to_string(key);
  return "{" + text + " }";
}

std::set<RefKey> without(const std::set<RefKey>& from, const std::set<RefKey>& what) {
  std::set<RefKey> rest;
  std::set_difference(from.begin(), from.end(), what.begin(), what.end(),
                      std::inserter(rest, rest.end()));
  return rest;
}

}  // namespace

std::set<RefKey> refsOf(const VatKey& key, std::optional<std::string_view> record) {
  if (!record) return {};
  std::set<RefKey> keys = keysOf(slotsOf(key, *record));
  if (key.table != VatTable::binding) keys.erase(Vref{kHeapObjectClass, key.id}.key());
  std::string_view tail = key.tail;
  RefKey weakKey = 0;
  if (key.table == VatTable::weakEntry && takeOrderedVarint(tail, weakKey)) keys.erase(weakKey);
  return keys;
}

std::string wrongInChanges(const VatKey& key, std::optional<std::string_view> before,
                           std::optional<std::string_view> after, const RefChanges& said) {
  const std::string where =
      std::string(1, static_cast<char>(key.table)) + std::to_string(key.id) + ": ";
  const bool isNew = !before && after;
  const bool mayBeUntold = key.table == VatTable::counters;
  if (said.isNew != isNew && !mayBeUntold) return where + (isNew ? "is new" : "is not new");
  if (!before && !after) return where + "is erased in vain";
  const std::set<RefKey> old = refsOf(key, before);
  const std::set<RefKey> now = refsOf(key, after);
  const std::set<RefKey> gained = keysOf(said.gained);
  const std::set<RefKey> lost = keysOf(said.lost);
  if (gained != without(now, old)) {
    return where + "gains " + listed(without(now, old)) + ", said " + listed(gained);
  }
  if (lost != without(old, now)) {
    return where + "loses " + listed(without(old, now)) + ", said " + listed(lost);
  }
  if (gained.size() != said.gained.size() || lost.size() != said.lost.size()) {
    return where + "says a change twice";
  }
  return "";
}

}  // namespace keeve::liveslots::testing
