#include "kernel/tables/stored_bytes.h"

#include <algorithm>
#include <optional>

#include "kernel/tables/schema.h"

namespace keeve::kernel {

uint64_t storedBytes(const store::Store& store, VatId vat) {
  const std::string prefix = vatPartKey(vat, VatPart::data);
  const auto cursor = store.cursor();
  uint64_t bytes = 0;
  for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix); cursor->next()) {
    bytes += cursor->key().size() + cursor->value().size();
  }
  return bytes;
}

int64_t storedBytesGrowth(const store::Store& store, VatId vat, const store::WriteBatch& batch) {
  const std::string prefix = vatPartKey(vat, VatPart::data);
  int64_t growth = 0;
  const auto& ranges = batch.ranges();
  const auto cursor = ranges.empty() ? nullptr : store.cursor();
  for (const auto& range : ranges) {
    cursor->seek(std::max(range.begin, prefix));
    for (; cursor->valid() && cursor->key() < range.end && cursor->key().starts_with(prefix);
         cursor->next())
      growth -= static_cast<int64_t>(cursor->key().size() + cursor->value().size());
  }
  const auto isCounted = [&ranges](const std::string& key) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&key](const store::KeyRange& range) { return range.contains(key); });
  };
  for (const auto& change : batch.changes()) {
    if (!change.key.starts_with(prefix)) continue;
    if (const auto before = isCounted(change.key) ? std::nullopt : store.get(change.key))
      growth -= static_cast<int64_t>(change.key.size() + before->size());
    if (change.value) growth += static_cast<int64_t>(change.key.size() + change.value->size());
  }
  return growth;
}

}  // namespace keeve::kernel
