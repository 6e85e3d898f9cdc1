#include "kernel/heap_end.h"

#include <string>

#include "kernel/tables/bodies.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/each_record.h"
#include "kernel/tables/records.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

void endPromises(store::CrankBuffer& buffer, VatId vat, const std::string& reason,
                 Effects& effects) {
  eachRecord(buffer, vatPartKey(vat, VatPart::promiseNames), [&](const store::Record& record) {
    endPromiseName(buffer, vat, record, reason, effects);
  });
}

void endHeapObjects(store::CrankBuffer& buffer, VatId vat, uint64_t incarnation, Effects& effects) {
  std::string prefix = vatPartKey(vat, VatPart::exports);
  prefix.push_back(exportGroup(Vref{kHeapObjectClass, 0}));
  const std::string rootKey = exportKey(vat, Vref{kHeapObjectClass, kRootId});
  eachRecord(buffer, prefix, [&](const store::Record& record) {
    if (record.key == rootKey) return;
    const Kref ref = orDamaged(parseExport(record.value), "c-list").ref;
    buffer.erase(record.key);
    buffer.erase(nameKey(vat, ref));
    effects.emplace_back(EndObject{ref, incarnation});
  });
}

}  // namespace

void endPromiseName(store::CrankBuffer& buffer, VatId vat, const store::Record& record,
                    const std::string& reasonBody, Effects& effects) {
  const size_t prefixBytes = vatPartKey(vat, VatPart::promiseNames).size();
  std::string_view rest = std::string_view(record.key).substr(prefixBytes);
  Kref ref{KrefKind::promise, 0};
  if (!takeOrderedVarint(rest, ref.id) || !rest.empty())
    throw store::StoreError("a c-list key is damaged: see `keeve check`");
  const Vref name = orDamaged(parseVref(record.value), "c-list");
  buffer.erase(record.key);
  if (!name.isImport()) buffer.erase(exportKey(vat, name));
  effects.emplace_back(Abandon{ref, vat, reasonBody});
  effects.emplace_back(DropRef{ref});
}

void endHeap(store::CrankBuffer& buffer, VatId vat, std::string_view vatName, uint64_t incarnation,
             Effects& effects) {
  endPromises(buffer, vat, vatRestartedBody(vatName, incarnation), effects);
  endHeapObjects(buffer, vat, incarnation, effects);
}

}  // namespace keeve::kernel
