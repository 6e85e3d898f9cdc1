#include "kernel/tables/format.h"

#include <string>

#include "base/bytes.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

void refuseUnlessOurs(std::string_view storeName, std::string_view bytes) {
  ByteReader reader(bytes);
  const auto format = reader.takeVarint();
  const std::string name = "store " + std::string(storeName);
  if (!format || !reader.atEnd())
    throw store::StoreError(name + ": its format cannot be read: restore a backup");
  if (*format == kStoreFormat) return;
  const std::string both = " has format " + std::to_string(*format) + "; this keeve reads format " +
                           std::to_string(kStoreFormat);
  throw store::StoreError(
      name + both +
      (*format > kStoreFormat ? ": use a newer keeve" : ": use an older keeve to export it"));
}

bool isEmpty(const store::Store& store) {
  const auto cursor = store.cursor();
  cursor->seek("");
  return !cursor->valid();
}

}  // namespace

void openFormat(store::Store& store, std::string_view storeName) {
  if (!isEmpty(store)) return requireFormat(store, storeName);
  std::string bytes;
  appendVarint(bytes, kStoreFormat);
  store::WriteBatch batch;
  batch.put(std::string(kFormatKey), std::move(bytes));
  store.apply(batch);
}

void requireFormat(const store::Store& store, std::string_view storeName) {
  const auto bytes = store.get(kFormatKey);
  if (bytes) return refuseUnlessOurs(storeName, *bytes);
  if (isEmpty(store)) return;
  throw store::StoreError("store " + std::string(storeName) +
                          " was not written by keeve: name another with --store");
}

}  // namespace keeve::kernel
