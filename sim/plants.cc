#include "sim/plants.h"

#include <algorithm>
#include <array>
#include <utility>

#include "kernel/tables/schema.h"

namespace keeve::sim {

namespace {

using store::WriteBatch;

constexpr std::array<std::pair<std::string_view, Plant>, 6> kPlants = {{
    {"lost-entry", Plant::lostEntry},
    {"twice", Plant::twice},
    {"swapped", Plant::swapped},
    {"lost-name", Plant::lostName},
    {"lost-promise", Plant::lostPromise},
    {"early-release", Plant::earlyRelease},
}};

bool isEntry(std::string_view key) { return key.starts_with('Q'); }

bool isPromise(std::string_view key) { return key.starts_with('P'); }

bool isName(std::string_view key) {
  if (!key.starts_with('V')) return false;
  key.remove_prefix(1);
  uint64_t vat = 0;
  if (!takeOrderedVarint(key, vat) || key.empty()) return false;
  const auto part = static_cast<kernel::VatPart>(key.front());
  return part == kernel::VatPart::objectNames || part == kernel::VatPart::promiseNames ||
         part == kernel::VatPart::exports;
}

class PlantedStore final : public store::Store {
 public:
  PlantedStore(Store& under, Plant plant, uint64_t seed)
      : under_(under), plant_(plant), random_(seed) {}

  std::optional<std::string> get(std::string_view key) const override { return under_.get(key); }
  std::unique_ptr<store::Cursor> cursor() const override { return under_.cursor(); }
  uint64_t diskBytes() const override { return under_.diskBytes(); }
  void compact() override { under_.compact(); }
  void compactRange(std::string_view begin, std::string_view end) override {
    under_.compactRange(begin, end);
  }

  void apply(const WriteBatch& batch) override {
    under_.apply(changed(batch));
    if (plant_ != Plant::twice) return;
    if (!random_.oneIn(4)) {
      before_ = batch;
    } else {
      under_.apply(std::exchange(before_, {}));
    }
  }
  void sync() override {
    if (plant_ != Plant::earlyRelease) under_.sync();
  }

 private:
  WriteBatch changed(const WriteBatch& batch) {
    switch (plant_) {
      case Plant::lostEntry:
        return withoutOne(batch, isEntry);
      case Plant::lostName:
        return withoutOne(batch, isName);
      case Plant::lostPromise:
        return withoutOne(batch, isPromise);
      case Plant::swapped:
        return withTwoSwapped(batch);
      case Plant::twice:
      case Plant::earlyRelease:
        return batch;
    }
    return batch;
  }

  static WriteBatch rangesOf(const WriteBatch& batch) {
    WriteBatch ranges;
    for (const store::KeyRange& range : batch.ranges()) ranges.eraseRange(range.begin, range.end);
    return ranges;
  }

  // Now and then without one of the records that `isLost` names.
  template <class IsLost>
  WriteBatch withoutOne(const WriteBatch& batch, const IsLost& isLost) {
    const auto& changes = batch.changes();
    const auto fits = [&](const WriteBatch::Change& change) {
      return change.value && isLost(change.key);
    };
    const auto count = static_cast<uint64_t>(std::count_if(changes.begin(), changes.end(), fits));
    if (count == 0 || !random_.oneIn(10)) return batch;
    uint64_t place = random_.below(count);
    WriteBatch left = rangesOf(batch);
    for (const WriteBatch::Change& change : changes) {
      if (!fits(change) || place-- != 0) add(left, change.key, change.value);
    }
    return left;
  }

  // The first two entries of a vat's queue.
  WriteBatch withTwoSwapped(const WriteBatch& batch) {
    std::vector<WriteBatch::Change> changes = batch.changes();
    for (auto one = changes.begin(); one != changes.end(); ++one) {
      if (!one->value || !isEntry(one->key)) continue;
      const auto other = std::find_if(std::next(one), changes.end(), [&](const auto& change) {
        return change.value && isEntry(change.key) &&
               change.key.substr(0, 2) == one->key.substr(0, 2);
      });
      if (other == changes.end()) continue;
      std::swap(one->value, other->value);
      break;
    }
    WriteBatch swapped = rangesOf(batch);
    for (const WriteBatch::Change& change : changes) add(swapped, change.key, change.value);
    return swapped;
  }

  static void add(WriteBatch& batch, const std::string& key,
                  const std::optional<std::string>& value) {
    if (value) {
      batch.put(key, *value);
    } else {
      batch.erase(key);
    }
  }

  Store& under_;
  const Plant plant_;
  Random random_;
  WriteBatch before_;
};

}  // namespace

std::optional<Plant> parsePlant(std::string_view name) {
  for (const auto& [known, plant] : kPlants) {
    if (known == name) return plant;
  }
  return std::nullopt;
}

std::vector<std::string> plantNames() {
  std::vector<std::string> names;
  names.reserve(std::size(kPlants));
  for (const auto& [name, plant] : kPlants) names.emplace_back(name);
  return names;
}

std::unique_ptr<store::Store> plantedStore(store::Store& under, Plant plant, uint64_t seed) {
  return std::make_unique<PlantedStore>(under, plant, seed);
}

}  // namespace keeve::sim
