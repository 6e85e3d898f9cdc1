#include "kernel/vat_table.h"

#include "base/check.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

Vats::Vats(size_t awakeMax) : awakeMax_(awakeMax) {
  Vat& kernel = vats_[kKernelVat];
  kernel.id = kKernelVat;
  kernel.record.settings.name = "kernel";
}

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

const Vat* Vats::find(VatId id) const {
  const auto found = vats_.find(id);
  return found == vats_.end() ? nullptr : &found->second;
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

size_t Vats::liveCount() const {
  size_t count = 0;
  for (const auto& [name, id] : names_) count += vats_.at(id).record.hasEnded() ? 0 : 1;
  return count;
}

void Vats::wake(Vat& vat, std::unique_ptr<VatWorker> worker) {
  KEEVE_CHECK(!vat.worker, vat.name());
  vat.worker = std::move(worker);
  vat.garbage.collectionsSeen = vat.worker->collections();
  forgetOwned(vat.id);
  vat.place_ = used_.insert(used_.end(), &vat);
  vat.isKept_ = false;
}

void Vats::use(Vat& vat) {
  if (!vat.worker) return;
  used_.splice(used_.end(), vat.isKept_ ? kept_ : used_, vat.place_);
  vat.isKept_ = false;
}

std::unique_ptr<VatWorker> Vats::sleep(Vat& vat) {
  vat.names.clear();
  vat.garbage.gone.clear();
  vat.cacheToShrinkTo.reset();
  vat.garbage.heapMayHaveDropped();
  forgetOwned(vat.id);
  if (vat.worker) (vat.isKept_ ? kept_ : used_).erase(vat.place_);
  return std::move(vat.worker);
}

std::unique_ptr<VatWorker> Vats::sleepOne(const std::function<bool(const Vat&)>& canSleep) {
  if (awakeMax_ == 0) return nullptr;
  while (awakeCount() > awakeMax_ && !used_.empty()) {
    Vat& vat = *used_.front();
    if (canSleep(vat)) return sleep(vat);
    kept_.splice(kept_.end(), used_, vat.place_);
    vat.isKept_ = true;
  }
  return nullptr;
}

VatId Vats::ownerAtHand(uint64_t object) const {
  const auto found = owners_.find(object);
  return found == owners_.end() ? kNoVat : found->second;
}

void Vats::keepOwner(uint64_t object, VatId vat) {
  constexpr size_t kOwnersMax = 10'000;
  if (owners_.size() >= kOwnersMax) owners_.clear();
  owners_.emplace(object, vat);
}

void Vats::forgetOwned(VatId vat) {
  std::erase_if(owners_, [vat](const auto& owner) { return owner.second == vat; });
}

}  // namespace keeve::kernel
