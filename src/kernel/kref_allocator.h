// Gives out the numbers of krefs and vats, each once in the life of the store. It takes a block of
// numbers at a time and writes down that it did before the first of them is used, so that a crank
// costs no write for it; what was left of a block when the kernel ended is never used. Any thread
// may call any method.
#pragma once

#include <cstdint>
#include <mutex>

#include "kernel/tables/kref.h"
#include "kernel/tables/records.h"
#include "store/store.h"

namespace keeve::kernel {

class KrefAllocator {
 public:
  // `store` must outlive it. Throws StoreError where the store's record is damaged.
  explicit KrefAllocator(store::Store& store);

  Kref newObject() { return {KrefKind::object, nextKref()}; }
  Kref newPromise() { return {KrefKind::promise, nextKref()}; }
  VatId newVat();
  // No number from here on was given out.
  uint64_t end();

 private:
  uint64_t nextKref();

  std::mutex mutex_;
  store::Store& store_;
  Reserved reserved_;  // what the store says
  uint64_t nextKref_;
};

}  // namespace keeve::kernel
