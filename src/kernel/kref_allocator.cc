#include "kernel/kref_allocator.h"

#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

constexpr uint64_t kBlockSize = 65536;

Reserved readReserved(const store::Store& store) {
  const auto bytes = store.get(kReservedKey);
  if (!bytes) return {};
  const auto reserved = parseReserved(*bytes);
  if (!reserved)
    throw store::StoreError("the store's record of used numbers is damaged: restore a backup");
  return *reserved;
}

void writeReserved(store::Store& store, const Reserved& reserved) {
  store::WriteBatch batch;
  batch.put(std::string(kReservedKey), toBytes(reserved));
  store.apply(batch);
}

}  // namespace

KrefAllocator::KrefAllocator(store::Store& store)
    : store_(store), reserved_(readReserved(store)), nextKref_(reserved_.nextKref) {}

VatId KrefAllocator::newVat() {
  const std::lock_guard lock(mutex_);
  const VatId vat(reserved_.nextVat++);
  writeReserved(store_, reserved_);
  return vat;
}

uint64_t KrefAllocator::end() {
  const std::lock_guard lock(mutex_);
  return nextKref_;
}

uint64_t KrefAllocator::nextKref() {
  const std::lock_guard lock(mutex_);
  if (nextKref_ == reserved_.nextKref) {
    reserved_.nextKref += kBlockSize;
    writeReserved(store_, reserved_);
  }
  return nextKref_++;
}

}  // namespace keeve::kernel
