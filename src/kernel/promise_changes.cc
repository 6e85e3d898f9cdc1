#include "kernel/promise_changes.h"

#include <utility>

#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

PromiseChanges::Touched& PromiseChanges::touch(uint64_t promise) {
  const auto [place, isFirst] = touched_.try_emplace(promise);
  if (!isFirst) return place->second;
  if (const auto bytes = buffer_.get(promiseKey(promise)))
    place->second.record = orDamaged(parseKernelPromise(*bytes), "promise");
  return place->second;
}

const KernelPromise* PromiseChanges::find(uint64_t promise) {
  const Touched& touched = touch(promise);
  return touched.record ? &*touched.record : nullptr;
}

const KernelPromise& PromiseChanges::look(uint64_t promise) { return *existing(promise).record; }

KernelPromise& PromiseChanges::at(uint64_t promise) {
  Touched& touched = existing(promise);
  touched.isChanged = true;
  return *touched.record;
}

PromiseChanges::Touched& PromiseChanges::existing(uint64_t promise) {
  Touched& touched = touch(promise);
  if (!touched.record) throw store::StoreError("a promise is lost: see `keeve check`");
  return touched;
}

KernelPromise& PromiseChanges::insert(uint64_t promise, KernelPromise record) {
  Touched& touched = touched_[promise];
  touched = {std::move(record), true, true};
  return *touched.record;
}

void PromiseChanges::erase(uint64_t promise) {
  Touched& touched = touch(promise);
  touched.record.reset();
  touched.isChanged = true;
}

void PromiseChanges::finish() {
  for (const auto& [promise, touched] : touched_) {
    if (!touched.isChanged) continue;
    if (touched.record && touched.isNew) {
      buffer_.insert(promiseKey(promise), toBytes(*touched.record));
    } else if (touched.record) {
      buffer_.put(promiseKey(promise), toBytes(*touched.record));
    } else if (!touched.isNew) {
      buffer_.erase(promiseKey(promise));
    }
  }
  touched_.clear();
}

}  // namespace keeve::kernel
