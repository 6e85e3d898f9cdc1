#include "kernel/new_vat.h"

#include <set>

#include "kernel/tables/damage.h"
#include "kernel/tables/each_record.h"

namespace keeve::kernel {

void layOutVat(store::CrankBuffer& buffer, VatId id, const VatRecord& record) {
  const Vref rootName{kHeapObjectClass, kRootId};
  const Kref root{KrefKind::object, record.root};
  buffer.put(vatNameKey(record.settings.name), toBytes(id));
  buffer.insert(vatPartKey(id, VatPart::record), toBytes(record));
  buffer.insert(ownerKey(root.id), toBytes(OwnerRecord{id, 0}));
  buffer.insert(nameKey(id, root), toBytes(rootName));
  buffer.insert(exportKey(id, rootName), toBytes(ExportRecord{root, rootName.refClass}));
}

std::optional<SourceRecord> findSource(store::CrankBuffer& buffer, Vats& vats,
                                       std::string_view name) {
  const Vat* vat = vats.find(name);
  if (vat && vat->record.source.empty() && !vat->record.hasEnded())
    return SourceRecord{vat->id, vat->record.settings.limits, vat->record.settings.powers, false};
  const auto bytes = buffer.get(sourceNameKey(name));
  return bytes ? std::optional(orDamaged(parseSource(*bytes), "source")) : std::nullopt;
}

std::string listOfSources(store::CrankBuffer& buffer, Vats& vats) {
  std::set<std::string> names;
  const std::string table = tableKey('S');
  eachRecord(buffer, table,
             [&](const store::Record& record) { names.insert(record.key.substr(table.size())); });
  for (const Vat* vat : vats.all()) {
    if (vat->record.source.empty()) names.insert(vat->name());
  }
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "\"" : ",\"") + name + "\"";
  return list;
}

void copyModules(store::CrankBuffer& buffer, VatId from, VatId to) {
  for (const VatPart part : {VatPart::source, VatPart::import}) {
    const std::string prefix = vatPartKey(from, part);
    const std::string target = vatPartKey(to, part);
    eachRecord(buffer, prefix, [&](const store::Record& record) {
      buffer.insert(target + record.key.substr(prefix.size()), record.value);
    });
  }
}

}  // namespace keeve::kernel
