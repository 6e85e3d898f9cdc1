#include "kernel/tables/tags.h"

#include "kernel/tables/records.h"
#include "kernel/tables/schema.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {

std::string kindTag(store::CrankBuffer& buffer, const Kref& ref) {
  if (ref.isPromise()) return "";
  const auto ownerBytes = buffer.get(ownerKey(ref.id));
  const auto owner = ownerBytes ? parseOwner(*ownerBytes) : std::nullopt;
  if (!owner) return "";
  const auto nameBytes = buffer.get(nameKey(owner->vat, ref));
  const auto name = nameBytes ? parseVref(*nameBytes) : std::nullopt;
  if (!name || !name->isVirtualObject()) return "";
  const auto shapeBytes =
      buffer.get(vatDataKey(owner->vat, VatKey{VatTable::shape, name->shape(), {}}));
  const auto shape = shapeBytes ? parseShape(*shapeBytes) : std::nullopt;
  if (!shape) return "";
  const auto kindBytes =
      buffer.get(vatDataKey(owner->vat, VatKey{VatTable::kind, shape->kind, {}}));
  const auto kind = kindBytes ? parseKind(*kindBytes) : std::nullopt;
  return kind ? kind->tag : "";
}

}  // namespace keeve::kernel
