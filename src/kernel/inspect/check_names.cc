#include "kernel/inspect/check_names.h"

#include "kernel/tables/records.h"

namespace keeve::kernel {

namespace {

std::string nameOf(VatId vat) { return "vat " + std::to_string(vat.number()); }

}  // namespace

void NamesChecker::look(VatId vat, VatPart part, std::string_view rest, std::string_view value) {
  if (part == VatPart::import) return lookAtImport(vat, rest, value);
  if (!tables_.vatExists(vat)) report_.add(nameOf(vat) + " has names and no record");
  const bool ended = tables_.vatHasEnded(vat);  // then half of what it had may be deleted
  if (part == VatPart::promiseNames) return lookAtName(vat, KrefKind::promise, rest, value);
  if (part == VatPart::objectNames && !ended) return lookAtName(vat, KrefKind::object, rest, value);
  if (part == VatPart::exports && !ended) return lookAtExport(vat, rest, value);
}

void NamesChecker::lookAtName(VatId vat, KrefKind kind, std::string_view rest,
                              std::string_view value) {
  Kref ref{kind, 0};
  const auto record = parseName(value);
  if (!takeOrderedVarint(rest, ref.id) || !rest.empty() || !record) {
    return report_.add(nameOf(vat) + ": an entry of its c-list is damaged");
  }
  const Vref* name = &record->name;
  const std::string what = nameOf(vat) + ": its name " + toText(*name) + " of " + toText(ref);
  if (!record->isReachable && name->refClass != kImportClass)
    report_.add(what + " cannot be unreachable");
  // Of what has died, a name goes with the entries that it is a key of.
  const bool isGoing = !record->isReachable && store_.get(candidateKey(vat, name->key()));
  if (!isGoing) tables_.refer(ref, what);
  const bool isOfNothing = isGoing && !store_.get(ownerKey(ref.id));
  if (!record->isReachable && !isOfNothing && !store_.get(recognizerKey(ref.id, vat)))
    report_.add(what + " is unreachable, and no row says so");
  if (name->isPromise() != ref.isPromise()) return report_.add(what + " is of the wrong kind");
  if (name->isImport()) {
    if (name->id != ref.id) report_.add(what + " has the wrong number");
    return;
  }
  const auto bytes = store_.get(exportKey(vat, *name));
  const auto back = bytes ? parseExport(*bytes) : std::nullopt;
  if (!back || back->ref != ref) report_.add(what + " does not lead back");
  lookForExported(vat, *name, what);
}

void NamesChecker::lookForExported(VatId vat, const Vref& name, const std::string& what) {
  if (!name.isVirtualObject() && !name.isStore()) return;
  const VatTable table = name.isStore() ? VatTable::store : VatTable::state;
  if (!store_.get(vatDataKey(vat, VatKey{table, name.id, {}})))
    report_.add(what + " is of nothing that the vat keeps");
}

void NamesChecker::lookAtExport(VatId vat, std::string_view rest, std::string_view value) {
  const auto record = parseExport(value);
  uint64_t id = 0;
  if (!record || rest.empty()) return report_.add(nameOf(vat) + ": an export is damaged");
  const char group = rest.front();
  rest.remove_prefix(1);
  if (!takeOrderedVarint(rest, id) || !rest.empty())
    return report_.add(nameOf(vat) + ": the key of an export is damaged");
  const Vref name{record->refClass, id};
  const std::string what = nameOf(vat) + ": its export " + toText(name);
  if (name.isImport() || exportGroup(name) != group)
    return report_.add(what + " stands in the wrong group");
  const auto bytes = store_.get(nameKey(vat, record->ref));
  if (!bytes || parseVref(*bytes) != name) report_.add(what + " does not lead back");
}

void NamesChecker::lookAtImport(VatId vat, std::string_view rest, std::string_view url) {
  const std::string what = nameOf(vat) + ": an import";
  if (!tables_.vatExists(vat) && !objects_.isSource(vat))
    report_.add(what + " is of neither a vat nor a source");
  if (rest.find('\0') == std::string_view::npos) return report_.add(what + " has a damaged key");
  if (!store_.get(sourceKey(vat, url)))
    report_.add(what + " names " + std::string(url) + ", whose source is missing");
}

}  // namespace keeve::kernel
