#include "kernel/cache_pool.h"

#include <algorithm>

namespace keeve::kernel {

size_t CachePool::grant(VatId vat, size_t most) {
  Part& part = parts_[vat];
  const size_t free = bytesMax_ - std::min(bytesMax_, bytes_);
  const size_t granted = std::min(most, std::max(kLeast, part.bytes + free / 2));
  set(part, std::max(part.bytes, granted));
  return granted;
}

std::optional<CachePool::Shrink> CachePool::use(VatId vat, const CacheUse& use) {
  Part& part = parts_[vat];
  set(part, use.bytes);
  part.usedAt = ++cranks_;
  const size_t free = bytesMax_ - std::min(bytesMax_, bytes_);
  if (use.evictedBytes <= free) return std::nullopt;
  auto victim = parts_.end();
  for (auto each = parts_.begin(); each != parts_.end(); ++each) {
    if (each->first == vat || each->second.bytes <= leastOf(each->second)) continue;
    if (victim == parts_.end() || each->second.usedAt < victim->second.usedAt) victim = each;
  }
  if (victim == parts_.end()) return std::nullopt;
  const size_t spare = victim->second.bytes - leastOf(victim->second);
  set(victim->second, victim->second.bytes - std::min(spare, use.evictedBytes - free));
  return Shrink{victim->first, victim->second.bytes};
}

void CachePool::forget(VatId vat) {
  const auto found = parts_.find(vat);
  if (found == parts_.end()) return;
  bytes_ -= found->second.bytes;
  parts_.erase(found);
}

void CachePool::set(Part& part, size_t bytes) {
  bytes_ += bytes - part.bytes;
  part.bytes = bytes;
}

// What others cannot take.
size_t CachePool::leastOf(const Part& part) const {
  const bool isIdle = cranks_ - part.usedAt > kIdleCranks;
  return isIdle ? kLeast : std::max(kLeast, bytesMax_ / parts_.size());
}

}  // namespace keeve::kernel
