// What a store holds, for tools that look and change nothing: `keeve vats`, `kinds`, `objects`, `show`, `stats`. No vat
// code runs. Throws StoreError where a record is damaged.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/tables/kref.h"
#include "kernel/tables/records.h"
#include "kernel/tables/store_key.h"
#include "protocol/vat_key.h"
#include "protocol/vat_records.h"
#include "protocol/vref.h"
#include "store/store.h"

namespace keeve::kernel {

struct VatInfo {
  VatId id;
  VatRecord record;
};

struct KindInfo {
  std::string vat;
  std::string tag;
  uint64_t number = 0;
  uint64_t instances = 0;
};

// An object that a vat keeps: a virtual object, or a store.
struct ObjectInfo {
  Vref ref;
  std::string tag;  // of its kind; "store" or "weakStore"
};

struct StateInfo {
  std::vector<std::string> names;  // UTF-8, in the order of the values
  VatCapData values;               // one value a name
};

struct EntryInfo {
  StoreKey key;
  VatCapData value;
};

struct StatsInfo {
  uint64_t vats = 0;
  uint64_t kinds = 0;
  uint64_t objects = 0;
  uint64_t stores = 0;
  uint64_t entries = 0;
  uint64_t promises = 0;  // the kernel's
  uint64_t queued = 0;    // deliveries that wait
  uint64_t deadLetters = 0;
  uint64_t sources = 0;
  uint64_t candidateCount = 0;  // objects that the collector is to look at
  uint64_t records = 0;
  uint64_t recordBytes = 0;  // of keys and values, before compression; of them
  uint64_t objectBytes = 0;  // the state of virtual objects
  uint64_t entryBytes = 0;   // and what stands in stores
  uint64_t diskBytes = 0;
  CacheTotals cache;  // of the kernel that had the store open last, and told
};

class Inspector {
 public:
  // `store` must outlive it.
  explicit Inspector(const store::Store& store) : store_(store) {}

  std::vector<VatInfo> vats() const;    // by name
  std::vector<KindInfo> kinds() const;  // by vat and tag; each counted by a walk over all objects
  StatsInfo stats() const;

  // Calls `visit` for each virtual object and store of the vat, in the order of their numbers; until it says false.
  void eachObject(VatId vat, const std::function<bool(const ObjectInfo&)>& visit) const;

  std::optional<VatInfo> vat(std::string_view name) const;

  // The vat and the name there of what the vat imports; what it does not import stays as it is.
  std::pair<std::string, Vref> home(const VatInfo& vat, const Vref& ref) const;

  // What `id` is in the vat; nullopt where the vat keeps no such thing.
  std::optional<ObjectInfo> object(VatId vat, uint64_t id) const;
  std::optional<StateInfo> state(VatId vat, uint64_t object) const;
  std::optional<StoreRecord> storeRecord(VatId vat, uint64_t store) const;
  std::vector<EntryInfo> entries(VatId vat, uint64_t store, size_t limit) const;

 private:
  std::optional<std::string> get(VatId vat, const VatKey& key) const;
  std::string kindTag(VatId vat, uint64_t shape) const;

  const store::Store& store_;
};

}  // namespace keeve::kernel
