// Divides the memory for state caches among the vats that are awake. A vat may fill what is free; when all is full, one that had to
// drop something gets room from the vat that was used longest ago, of those that hold more than an even part or have been idle. So
// a busy vat has what idle ones do not need, and two busy ones end at half each. With the kernel's lock held.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "kernel/tables/kref.h"
#include "kernel/tables/records.h"
#include "protocol/worker.h"

namespace keeve::kernel {

class CachePool {
 public:
  // Bytes that every vat may hold, whatever the others do.
  static constexpr size_t kLeast = size_t{256} << 10;
  static constexpr uint64_t kIdleCranks = 1000;  // without one of its own make a vat idle

  explicit CachePool(size_t bytesMax) : bytesMax_(bytesMax) {}

  // How much the vat may hold in the crank that begins: up to half of what is free more than it holds, and `most`.
  size_t grant(VatId vat, size_t most);

  struct Shrink {
    VatId vat;
    size_t bytes;  // that it may still hold
  };
  // The vat's crank has ended. Which other vat is to make room for it, if one is.
  std::optional<Shrink> use(VatId vat, const CacheUse& use);

  // Its heap is gone.
  void forget(VatId vat);

  size_t bytes() const { return bytes_; }  // that all hold, or may in the cranks under way
  const CacheTotals& totals() const { return totals_; }

 private:
  struct Part {
    size_t bytes = 0;
    uint64_t usedAt = 0;
  };
  void set(VatId vat, const Part& next);
  size_t free() const;
  size_t leastOf(const Part& part) const;

  const size_t bytesMax_;
  size_t bytes_ = 0;
  uint64_t cranks_ = 0;
  CacheTotals totals_;
  std::map<VatId, Part> parts_;
  // Those of more than kLeast, that used longest ago first: few, however many vats there are.
  std::set<std::pair<uint64_t, VatId>> large_;
};

}  // namespace keeve::kernel
