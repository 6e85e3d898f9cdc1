#include "kernel/collect/object_holders.h"

#include <string>

#include "kernel/tables/damage.h"
#include "kernel/tables/each_record.h"
#include "kernel/tables/schema.h"
#include "kernel/vat_table.h"

namespace keeve::kernel {

OwnerRecord ObjectHolders::read(const Kref& object) {
  const auto bytes = buffer_.get(ownerKey(object.id));
  return orDamaged(bytes ? parseOwner(*bytes) : std::nullopt, "owner");
}

void ObjectHolders::import(const Kref& object) {
  OwnerRecord owner = read(object);
  ++owner.importers;
  buffer_.put(ownerKey(object.id), toBytes(owner));
}

void ObjectHolders::revive(const ReviveImport& taken) {
  OwnerRecord owner = read(taken.object);
  ++owner.importers;
  --owner.recognizers;
  buffer_.put(ownerKey(taken.object.id), toBytes(owner));
  buffer_.erase(recognizerKey(taken.object.id, taken.vat));
}

void ObjectHolders::leave(const LeaveImport& left) {
  OwnerRecord owner = read(left.object);
  if (owner.importers == 0)
    throw store::StoreError("the importers of " + toText(left.object) +
                            " are miscounted: see `keeve check`");
  --owner.importers;
  if (left.afterwards == Afterwards::recognized) {
    ++owner.recognizers;
    buffer_.put(recognizerKey(left.object.id, left.vat), "");
  }
  buffer_.put(ownerKey(left.object.id), toBytes(owner));
  if (owner.importers == 0) orphan(left.object, owner);
}

void ObjectHolders::forget(const ForgetImport& left) {
  buffer_.erase(recognizerKey(left.object.id, left.vat));
  const auto bytes = buffer_.get(ownerKey(left.object.id));
  if (!bytes) return;  // it is no more
  OwnerRecord owner = orDamaged(parseOwner(*bytes), "owner");
  --owner.recognizers;
  buffer_.put(ownerKey(left.object.id), toBytes(owner));
}

void ObjectHolders::end(const EndObject& gone) {
  if (gone.endedBy != 0) {
    OwnerRecord owner = read(gone.object);
    owner.endedBy = gone.endedBy;
    buffer_.put(ownerKey(gone.object.id), toBytes(owner));
  }
  ended_.insert(gone.object.id);
}

bool ObjectHolders::hasEnded(const OwnerRecord& owner) const {
  if (owner.endedBy != 0) return true;
  const Vat* vat = vats_.find(owner.vat);
  return !vat || vat->record.hasEnded();
}

void ObjectHolders::orphan(const Kref& object, const OwnerRecord& owner) {
  if (hasEnded(owner)) {
    ended_.insert(object.id);
    return;
  }
  if (owner.vat == kKernelVat || vats_.get(owner.vat).record.root == object.id) return;
  buffer_.put(droppedExportKey(owner.vat, object.id), "");
  orphans_.emplace_back(owner.vat, object.id);
}

void ObjectHolders::finish() {
  for (const uint64_t object : ended_) {
    const auto bytes = buffer_.get(ownerKey(object));
    if (!bytes) continue;
    const OwnerRecord owner = orDamaged(parseOwner(*bytes), "owner");
    const auto named = static_cast<int64_t>(inFlight_.count(object)) + flight_.of(object);
    if (owner.importers > 0) continue;
    if (named > 0) {
      inFlight_.await(object, kKernelVat);  // whose turn ends it then
      continue;
    }
    buffer_.erase(ownerKey(object));
    if (owner.recognizers == 0) continue;
    const std::string prefix = recognizersKey(object);
    eachRecord(buffer_, prefix, [&](const store::Record& row) {
      std::string_view rest = std::string_view(row.key).substr(prefix.size());
      uint64_t vat = 0;
      if (!takeOrderedVarint(rest, vat) || !rest.empty())
        throw store::StoreError("a row of recognizers is damaged: see `keeve check`");
      const Vref name{kImportClass, object};
      buffer_.erase(row.key);
      buffer_.put(candidateKey(VatId(vat), name.key()), toBytes(Candidate{kImportClass}));
      bereaved_.emplace_back(VatId(vat), object);
    });
  }
  ended_.clear();
}

}  // namespace keeve::kernel
