#include "kernel/vat_table.h"

#include "base/check.h"
#include "kernel/damage.h"
#include "kernel/schema.h"

namespace keeve::kernel {

void Vats::load(const store::Store& store) {
  const std::string start = tableKey('N');
  const auto cursor = store.cursor();
  for (cursor->seek(start); cursor->valid() && cursor->key().starts_with(start); cursor->next()) {
    const VatId id = orDamaged(parseVatId(cursor->value()), "vat name");
    const auto bytes = store.get(vatPartKey(id, VatPart::record));
    add(id, orDamaged(bytes ? parseVat(*bytes) : std::nullopt, "vat"));
  }
}

Vat& Vats::add(VatId id, VatRecord record) {
  names_.emplace(record.settings.name, id);
  Vat& vat = vats_[id];
  vat.id = id;
  vat.record = std::move(record);
  return vat;
}

Vat* Vats::find(std::string_view name) {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : &vats_.at(found->second);
}

Vat& Vats::get(VatId id) {
  const auto found = vats_.find(id);
  KEEVE_CHECK(found != vats_.end(), id);
  return found->second;
}

const Vat& Vats::get(VatId id) const {
  const auto found = vats_.find(id);
  KEEVE_CHECK(found != vats_.end(), id);
  return found->second;
}

std::vector<Vat*> Vats::all() {
  std::vector<Vat*> vats;
  vats.reserve(names_.size());
  for (const auto& [name, id] : names_) vats.push_back(&vats_.at(id));
  return vats;
}

void Vats::wake(Vat& vat, std::unique_ptr<VatWorker> worker) {
  KEEVE_CHECK(!vat.worker, vat.name());
  vat.worker = std::move(worker);
  vat.use = awake_.insert(awake_.end(), &vat);
  vat.mustStayAwake = false;
}

void Vats::use(Vat& vat) {
  if (!vat.worker) return;
  awake_.splice(awake_.end(), awake_, vat.use);
  vat.mustStayAwake = false;
}

std::unique_ptr<VatWorker> Vats::sleep(Vat& vat) {
  if (vat.worker) awake_.erase(vat.use);
  return std::move(vat.worker);
}

std::unique_ptr<VatWorker> Vats::sleepOne(const std::function<bool(const Vat&)>& canSleep) {
  if (awakeMax_ == 0 || awake_.size() <= awakeMax_) return nullptr;
  for (Vat* vat : awake_) {
    if (vat->mustStayAwake) continue;
    if (canSleep(*vat)) return sleep(*vat);
    vat->mustStayAwake = true;
  }
  return nullptr;
}

}  // namespace keeve::kernel
