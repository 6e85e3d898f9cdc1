#include "kernel/clist.h"

#include "kernel/tables/damage.h"

namespace keeve::kernel {

std::optional<Vref> Clist::findVref(const Kref& ref) {
  if (const auto changed = names_.find(ref.id); changed != names_.end()) return changed->second;
  return ref.isPromise() ? atHand_.findPromise(ref.id) : findObject(ref);
}

std::optional<Vref> Clist::findObject(const Kref& ref) {
  if (const auto known = atHand_.findObject(ref.id)) return known;
  const auto bytes = buffer_.get(nameKey(vat_, ref));
  if (!bytes) return std::nullopt;
  const NameRecord record = orDamaged(parseName(*bytes), "c-list");
  if (!record.isReachable) {
    recognized_.insert(ref.id);
    return std::nullopt;
  }
  changes_.push_back({ref, record.name});
  names_.emplace(ref.id, record.name);
  return record.name;
}

Vref Clist::toVref(const Kref& ref) {
  if (const auto known = findVref(ref)) return *known;
  const Vref name{ref.isPromise() ? kImportedPromiseClass : kImportClass, ref.id};
  if (ref.isPromise()) {
    add(ref, name);
  } else {
    takeIn(ref, name);
  }
  return name;
}

// An import; the vat may recognize it.
void Clist::takeIn(const Kref& ref, const Vref& name) {
  if (recognized_.erase(ref.id) == 0) {
    counts_.create(name);
    effects_.emplace_back(ImportObject{ref});
    return add(ref, name);
  }
  counts_.revive(name);
  effects_.emplace_back(ReviveImport{ref, vat_});
  buffer_.put(nameKey(vat_, ref), toBytes(NameRecord{name, true}));
  changes_.push_back({ref, name});
  names_[ref.id] = name;
}

VatCapData Clist::toVat(const KernelCapData& data) {
  VatCapData out{data.body, {}};
  out.slots.reserve(data.slots.size());
  for (const Kref& slot : data.slots) out.slots.push_back(toVref(slot));
  return out;
}

Kref Clist::toKref(const Vref& ref, VatId decider) {
  if (ref.isImport()) {
    const Kref kref{ref.isPromise() ? KrefKind::promise : KrefKind::object, ref.id};
    // A home-coming promise of the vat's own stands under the same key with its export name.
    if (findVref(kref) != ref) faultUnknown(ref);
    return kref;
  }
  if (const auto known = findExport(ref)) return *known;
  const Kref made = ref.isPromise() ? allocator_.newPromise() : allocator_.newObject();
  if (made.isPromise()) {
    effects_.emplace_back(NewPromise{made, decider});
  } else {
    buffer_.insert(ownerKey(made.id), toBytes(OwnerRecord{vat_, 0}));
    // Nothing else tells that it is, and others may never have it.
    if (ref.refClass == kHeapObjectClass) counts_.revive(ref);
  }
  add(made, ref);
  return made;
}

KernelCapData Clist::toKernel(const VatCapData& data) {
  KernelCapData out{data.body, {}};
  out.slots.reserve(data.slots.size());
  for (const Vref& slot : data.slots) out.slots.push_back(toKref(slot, vat_));
  return out;
}

void Clist::retire(const Kref& ref) {
  const auto name = findVref(ref);
  if (!name) return;
  buffer_.erase(nameKey(vat_, ref));
  if (!name->isImport()) buffer_.erase(exportKey(vat_, *name));
  changes_.push_back({ref, *name, true});
  names_[ref.id] = std::nullopt;
  if (!ref.isPromise()) return;
  if (!name->isImport()) promiseExports_[name->id] = std::nullopt;
  effects_.emplace_back(DropRef{ref});
}

void Clist::add(const Kref& ref, const Vref& vref) {
  buffer_.insert(nameKey(vat_, ref), toBytes(vref));
  if (!vref.isImport())
    buffer_.insert(exportKey(vat_, vref), toBytes(ExportRecord{ref, vref.refClass}));
  changes_.push_back({ref, vref});
  names_[ref.id] = vref;
  if (!ref.isPromise()) return;
  if (!vref.isImport()) promiseExports_[vref.id] = ref;
  effects_.emplace_back(HoldRef{ref});
}

void Clist::commitTo(NamesAtHand& atHand) const {
  for (const Change& change : changes_) {
    if (change.isGone) {
      atHand.remove(change.ref, change.name);
    } else {
      atHand.add(change.ref, change.name);
    }
  }
}

std::optional<Kref> Clist::findExport(const Vref& ref) {
  if (ref.isPromise()) {
    const auto changed = promiseExports_.find(ref.id);
    if (changed != promiseExports_.end()) return changed->second;
    const auto known = atHand_.findPromiseExport(ref.id);
    return known ? std::optional(Kref{KrefKind::promise, *known}) : std::nullopt;
  }
  const auto bytes = buffer_.get(exportKey(vat_, ref));
  if (!bytes) return std::nullopt;
  const ExportRecord known = orDamaged(parseExport(*bytes), "c-list");
  if (known.ref.isPromise()) faultUnknown(ref);
  return known.ref;
}

void Clist::faultUnknown(const Vref& ref) const {
  throw VatFault(
      Fault{"", "vat " + settings_.name + " named " + toText(ref) + ", which it was never given"});
}

}  // namespace keeve::kernel
