#include "kernel/collect/survey.h"

#include <string>
#include <vector>

#include "kernel/collect/ref_counts.h"
#include "kernel/collect/tracer.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/records.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

constexpr size_t kStep = 100'000;  // records between two words of progress

std::vector<VatId> liveVats(const store::Store& store) {
  std::vector<VatId> vats;
  const std::string names = tableKey('N');
  const auto cursor = store.cursor();
  for (cursor->seek(names); cursor->valid() && cursor->key().starts_with(names); cursor->next()) {
    const VatId id = orDamaged(parseVatId(cursor->value()), "vat name");
    const auto bytes = store.get(vatPartKey(id, VatPart::record));
    if (!orDamaged(bytes ? parseVat(*bytes) : std::nullopt, "vat").hasEnded()) vats.push_back(id);
  }
  return vats;
}

class Counter {
 public:
  Counter(Tracer& tracer, VatId vat, Survey& survey)
      : tracer_(tracer), vat_(vat), survey_(survey) {}

  void take(std::string_view rest, size_t bytes) {
    if (rest.empty()) return;
    const auto table = static_cast<VatTable>(rest.front());
    rest.remove_prefix(1);
    uint64_t id = 0;
    if (!takeOrderedVarint(rest, id)) return;
    uint64_t* count = counterOf(table);
    if (!count) return;
    if (isLive(table, id, rest)) {
      survey_.liveBytes += bytes;
    } else {
      *count += table == VatTable::ordinal ? 0 : 1;
      survey_.garbage.bytes += bytes;
    }
  }

 private:
  uint64_t* counterOf(VatTable table) {
    switch (table) {
      case VatTable::state:
        return &survey_.garbage.objects;
      case VatTable::store:
        return &survey_.garbage.stores;
      case VatTable::entry:
      case VatTable::weakEntry:
      case VatTable::ordinal:
        return &survey_.garbage.entries;
      case VatTable::promise:
        return &survey_.garbage.promises;
      default:
        return nullptr;
    }
  }

  bool isLive(VatTable table, uint64_t id, std::string_view tail) {
    if (!isPinned(2 * id) && !tracer_.isReached(vat_, id)) return false;
    uint64_t key = 0;
    if (table != VatTable::weakEntry || !takeOrderedVarint(tail, key)) return true;
    return tracer_.isKeyReached(vat_, key);
  }

  Tracer& tracer_;
  const VatId vat_;
  Survey& survey_;
};

}  // namespace

Survey surveyGarbage(const store::Store& store, const OnReached& progress) {
  Tracer tracer(store);
  tracer.reachTables();
  tracer.takeInPromises(0);
  const std::vector<VatId> vats = liveVats(store);
  for (const VatId vat : vats) tracer.takeInVat(vat, nullptr);
  while (tracer.step(kStep)) {
    if (progress) progress(tracer.reachedCount());
  }
  Survey survey;
  survey.reached = tracer.reachedCount();
  for (const VatId vat : vats) {
    Counter counter(tracer, vat, survey);
    const std::string prefix = vatPartKey(vat, VatPart::data);
    const auto cursor = store.cursor();
    for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix);
         cursor->next()) {
      counter.take(cursor->key().substr(prefix.size()),
                   cursor->key().size() + cursor->value().size());
    }
  }
  return survey;
}

}  // namespace keeve::kernel
