#include "kernel/collect/note_rows.h"

#include <string_view>

#include "kernel/tables/schema.h"
#include "protocol/vat_key.h"

namespace keeve::kernel {

namespace {

KnownRows* rowsOf(KnownOfVat& known, char table, std::string_view& rest) {
  if (table == 'G') return &known.candidates;
  const char part = rest.front();
  rest.remove_prefix(1);
  if (part == static_cast<char>(VatPart::facts)) return &known.facts;
  if (part != static_cast<char>(VatPart::exports) || rest.empty()) return nullptr;
  const char group = rest.front();
  rest.remove_prefix(1);
  return group == exportGroup(Vref{kFirstShapeClass, 0}) ? &known.exports : nullptr;
}

}  // namespace

void noteRows(Vats& vats, const store::WriteBatch& batch) {
  for (const auto& change : batch.changes()) {
    std::string_view rest = change.key;
    const char table = rest.front();
    if (table != 'G' && table != 'V') continue;
    rest.remove_prefix(1);
    uint64_t vat = 0;
    uint64_t number = 0;
    if (!takeOrderedVarint(rest, vat) || rest.empty()) continue;
    if (table == 'V' && rest.front() == static_cast<char>(VatPart::data)) continue;
    if (!vats.find(VatId(vat))) continue;
    KnownRows* rows = rowsOf(vats.get(VatId(vat)).garbage.known, table, rest);
    if (rows && takeOrderedVarint(rest, number)) rows->note(number, change.value.has_value());
  }
}

}  // namespace keeve::kernel
