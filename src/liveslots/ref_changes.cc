#include "liveslots/ref_changes.h"

#include <algorithm>
#include <utility>

namespace keeve::liveslots {
namespace {

std::vector<RefKey> sortedKeys(const std::vector<Vref>& refs) {
  std::vector<RefKey> keys;
  keys.reserve(refs.size());
  for (const Vref& ref : refs) keys.push_back(ref.key());
  std::sort(keys.begin(), keys.end());
  return keys;
}

// Those of `refs` that are not among `others`, nor what the record belongs to; in their order.
std::vector<Vref> without(const std::vector<Vref>& refs, const std::vector<Vref>& others,
                          std::initializer_list<RefKey> belongsTo) {
  const std::vector<RefKey> known = sortedKeys(others);
  std::vector<Vref> rest;
  for (const Vref& ref : refs) {
    const RefKey key = ref.key();
    if (std::find(belongsTo.begin(), belongsTo.end(), key) == belongsTo.end() &&
        !std::binary_search(known.begin(), known.end(), key)) {
      rest.push_back(ref);
    }
  }
  return rest;
}

}  // namespace

RefDiff::RefDiff(const SharedMemory& memory, size_t refCount, double former,
                 std::initializer_list<RefKey> belongsTo)
    : isNew_(former == kNewRecord) {
  if (former == kSameRefs || (isNew_ && refCount == 0)) return;
  std::vector<Vref> now = memory.slots(refCount);
  if (isNew_) {
    std::erase_if(now, [&](const Vref& ref) {
      return std::find(belongsTo.begin(), belongsTo.end(), ref.key()) != belongsTo.end();
    });
    gained_ = std::move(now);
    return;
  }
  const std::vector<Vref> before = memory.formerSlots(static_cast<size_t>(former));
  gained_ = without(now, before, belongsTo);
  lost_ = without(before, now, belongsTo);
}

}  // namespace keeve::liveslots
