// The part of `keeve check` for what vats keep: kinds, shapes, state, stores and settled promises
// (protocol/vat_records.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/inspect/check.h"
#include "kernel/tables/kref.h"
#include "protocol/vat_key.h"
#include "protocol/vat_records.h"
#include "store/store.h"

namespace keeve::kernel {

class VatDataChecker {
 public:
  VatDataChecker(const store::Store& store, CheckReport& report) : store_(store), report_(report) {}

  // `rest` is the key after the part's letter. Records come in the order of their keys.
  void look(VatId vat, std::string_view rest, std::string_view value);
  void finish();  // after the last

 private:
  // What was seen of the vat at hand.
  struct Seen {
    VatId vat = kNoVat;
    uint64_t idEnd = 0;     // past the highest number of an object, store or promise
    uint64_t shapeEnd = 0;  // past the highest number of a kind or shape
    std::optional<VatCounters> counters;
    std::map<uint64_t, std::optional<ShapeRecord>> shapes;
    std::optional<std::pair<uint64_t, std::optional<StoreRecord>>> lastStore;
  };

  void lookAt(const VatKey& key, std::string_view value);
  void lookAtCounters(const VatKey& key, std::string_view value);
  void lookAtKind(const VatKey& key, std::string_view value);
  void lookAtShape(const VatKey& key, std::string_view value);
  void lookAtBinding(const VatKey& key, std::string_view value);
  void lookAtStore(const VatKey& key, std::string_view value);
  void lookAtState(const VatKey& key, std::string_view value);
  void lookAtEntry(const VatKey& key, std::string_view value);
  void lookAtOrdinal(const VatKey& key, std::string_view value);
  void lookAtPromise(const VatKey& key, std::string_view value);

  void lookAtStrongKey(const VatKey& key, const VatCapData& entry, const StoreRecord& store);
  void countEntries(const VatKey& key, const StoreRecord& store);
  void lookAtValues(const VatCapData& values, size_t count, const std::string& what);
  void lookAtForm(const VatCapData& values, size_t count, const std::string& what);
  void lookAtSlots(const VatCapData& values, const std::string& what);
  void lookAtSlot(const Vref& ref, const std::string& what);
  const std::optional<ShapeRecord>& shape(uint64_t number);
  const std::optional<StoreRecord>& storeRecord(uint64_t id);
  std::optional<std::string> get(const VatKey& key) const;
  bool isDying(uint64_t store) const;
  bool has(const VatKey& key) const { return get(key).has_value(); }
  void fault(const std::string& what);

  const store::Store& store_;
  CheckReport& report_;
  Seen seen_;
};

}  // namespace keeve::kernel
