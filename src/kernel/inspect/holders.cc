#include "kernel/inspect/holders.h"

#include <algorithm>

#include "base/bytes.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {

namespace {

void appendSlots(std::optional<VatCapData> data, std::vector<Vref>& out) {
  if (data) out.insert(out.end(), data->slots.begin(), data->slots.end());
}

void appendBound(const VatKey& key, std::string_view value, std::vector<Vref>& out) {
  if (key.tail.empty()) return;
  const auto sort = static_cast<VatBinding>(key.tail.front());
  if (sort != VatBinding::strongStore && sort != VatBinding::weakStore) return;
  ByteReader bytes(value);
  const auto number = bytes.takeVarint();
  if (!number) return;
  out.push_back({sort == VatBinding::weakStore ? kWeakStoreClass : kStrongStoreClass, *number});
}

void appendRefs(const VatKey& key, std::string_view value, std::vector<Vref>& out) {
  switch (key.table) {
    case VatTable::state:
      if (const auto parts = parseStateParts(value)) appendSlots(parseCapData(parts->capdata), out);
      return;
    case VatTable::entry:
    case VatTable::weakEntry:
      return appendSlots(parseCapData(value), out);
    case VatTable::promise:
      if (auto record = parsePromise(value)) appendSlots(std::move(record->value), out);
      return;
    case VatTable::binding:
      return appendBound(key, value, out);
    case VatTable::counters:
    case VatTable::kind:
    case VatTable::shape:
    case VatTable::store:
    case VatTable::ordinal:
      return;
  }
}

bool belongsTo(const VatKey& key, RefKey ref) {
  if (key.table == VatTable::binding) return false;
  if (ref == key.id * 2) return true;
  return key.table == VatTable::weakEntry && weakEntryKey(key.tail) == ref;
}

}  // namespace

std::optional<VatKey> parseVatKey(std::string_view rest) {
  VatKey key{VatTable::counters, 0, {}};
  if (rest.empty()) return std::nullopt;
  key.table = static_cast<VatTable>(rest.front());
  rest.remove_prefix(1);
  if (!takeOrderedVarint(rest, key.id)) return std::nullopt;
  key.tail = rest;
  return key;
}

std::optional<RefKey> weakEntryKey(std::string_view tail) {
  RefKey ref = 0;
  if (!takeOrderedVarint(tail, ref) || !tail.empty()) return std::nullopt;
  return ref;
}

void listHeld(const VatKey& key, std::string_view value, std::vector<Vref>& held) {
  held.clear();
  appendRefs(key, value, held);
  std::erase_if(held, [&](const Vref& ref) { return belongsTo(key, ref.key()); });
  std::stable_sort(held.begin(), held.end(),
                   [](const Vref& a, const Vref& b) { return a.key() < b.key(); });
  const auto same = [](const Vref& a, const Vref& b) { return a.key() == b.key(); };
  held.erase(std::unique(held.begin(), held.end(), same), held.end());
}

}  // namespace keeve::kernel
