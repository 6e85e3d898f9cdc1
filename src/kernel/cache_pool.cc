#include "kernel/cache_pool.h"

#include <algorithm>

namespace keeve::kernel {

size_t CachePool::grant(VatId vat, size_t most) {
  const Part part = parts_[vat];
  const size_t granted = std::min(most, std::max(kLeast, part.bytes + free() / 2));
  set(vat, {std::max(part.bytes, granted), part.usedAt});
  return granted;
}

std::optional<CachePool::Shrink> CachePool::use(VatId vat, const CacheUse& use) {
  set(vat, {use.bytes, ++cranks_});
  totals_.hits += use.hits;
  totals_.misses += use.misses;
  if (use.evictedBytes <= free()) return std::nullopt;
  for (const auto& [usedAt, other] : large_) {
    const Part part = parts_.at(other);
    const size_t least = leastOf(part);
    if (other == vat || part.bytes <= least) continue;
    const size_t wanted = use.evictedBytes - free();
    const Shrink shrink{other, part.bytes - std::min(part.bytes - least, wanted)};
    set(other, {shrink.bytes, usedAt});
    return shrink;
  }
  return std::nullopt;
}

void CachePool::forget(VatId vat) {
  if (!parts_.contains(vat)) return;
  set(vat, {});
  parts_.erase(vat);
}

void CachePool::set(VatId vat, const Part& next) {
  Part& part = parts_[vat];
  large_.erase({part.usedAt, vat});
  bytes_ += next.bytes - part.bytes;
  part = next;
  if (part.bytes > kLeast) large_.emplace(part.usedAt, vat);
}

size_t CachePool::free() const { return bytesMax_ - std::min(bytesMax_, bytes_); }

// What others cannot take.
size_t CachePool::leastOf(const Part& part) const {
  const bool isIdle = cranks_ - part.usedAt > kIdleCranks;
  return isIdle ? kLeast : std::max(kLeast, bytesMax_ / parts_.size());
}

}  // namespace keeve::kernel
