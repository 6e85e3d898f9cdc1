#include "kernel/names_at_hand.h"

namespace keeve::kernel {

namespace {

constexpr size_t kObjectsMax = 10'000;

template <class Map>
auto find(const Map& map, uint64_t key) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

}  // namespace

std::optional<Vref> NamesAtHand::findPromise(uint64_t kref) const { return find(promises_, kref); }

std::optional<uint64_t> NamesAtHand::findPromiseExport(uint64_t exportId) const {
  return find(promiseExports_, exportId);
}

std::optional<Vref> NamesAtHand::findObject(uint64_t kref) const { return find(objects_, kref); }

void NamesAtHand::add(const Kref& ref, const Vref& name) {
  if (!ref.isPromise()) {
    if (objects_.size() >= kObjectsMax) objects_.clear();
    objects_.insert_or_assign(ref.id, name);
    return;
  }
  promises_.insert_or_assign(ref.id, name);
  if (!name.isImport()) promiseExports_.insert_or_assign(name.id, ref.id);
}

void NamesAtHand::remove(const Kref& ref, const Vref& name) {
  if (!ref.isPromise()) {
    objects_.erase(ref.id);
    return;
  }
  promises_.erase(ref.id);
  if (!name.isImport()) promiseExports_.erase(name.id);
}

void NamesAtHand::clear() {
  promises_.clear();
  promiseExports_.clear();
  objects_.clear();
}

}  // namespace keeve::kernel
