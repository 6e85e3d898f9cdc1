// Deletes what a vat's part of the store holds of an object that nothing reaches: its state or its entries, the entries of weak
// stores of which it is the key, its count, and its name in the c-list. What these records held is let go (ref_counts.h); what
// follows beyond the vat is added to the effects.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kernel/collect/ref_counts.h"
#include "kernel/effects.h"
#include "store/crank_buffer.h"
#include "store/grouped_store.h"

namespace keeve::kernel {

struct Vat;
struct VatGarbage;

// What collecting has freed.
struct Collected {
  uint64_t objects = 0;  // virtual objects
  uint64_t stores = 0;
  uint64_t entries = 0;   // of stores
  uint64_t promises = 0;  // that were stored
  uint64_t imports = 0;   // names of other vats' objects
  uint64_t exports = 0;   // names that other vats had for objects
  uint64_t bytes = 0;     // of keys and values of all that

  Collected& operator+=(const Collected& more);
  Collected operator-(const Collected& less) const;
  bool operator==(const Collected&) const = default;
};

class Reaper {
 public:
  // What is to be thought of candidates that are condemned (marking.h): there are none, or there may be some that are referred
  // to, and do not count any more, or it is them that are deleted.
  enum class Condemned : uint8_t { none, some, deleted };

  // All must outlive it.
  Reaper(Vat& vat, const store::GroupedStore& store, store::CrankBuffer& buffer, RefCounts& counts,
         Effects& effects, Condemned condemned, uint64_t quiet);

  // Deletes an object of the vat, or as much of a large store as `limit` entries: the rest is for another time, the store
  // being marked as dying.
  void end(const Vref& ref, const Candidate& candidate, size_t limit);

  // The same of one that is condemned, whose mark stays. False where a part of it is left.
  bool endCondemned(const Vref& ref);

  // Deletes an entry of a weak store that stays, whose key stays too.
  void endEntry(const Vref& key, uint64_t store);

  // The vat lets go of an import whose object lives on, or that it only recognized, or whose object is no more.
  void leave(const Vref& ref);
  void recognize(const Vref& ref);
  void forget(const Vref& ref);

  const Collected& collected() const { return collected_; }
  // Names that the c-list has no more.
  const std::vector<std::pair<Kref, Vref>>& names() const { return names_; }

 private:
  bool endRecords(const Vref& ref, size_t limit);
  bool endStore(const Vref& ref, size_t limit);
  bool isCondemned(RefKey key);
  bool exists(const Vref& ref);
  bool endEntries(const Vref& store, VatTable table, size_t limit);
  std::vector<store::Record> entriesBelow(std::string_view begin, std::string_view end,
                                          size_t limit);
  void endOrdinals(uint64_t store);
  void endWeakEntries(const Vref& key);
  void endWeakEntry(const Vref& key, uint64_t store);
  void endName(const Vref& ref);
  void loseSlots(std::string_view capdata, std::span<const RefKey> owners);
  void erase(const std::string& key, size_t valueBytes);

  // The state of an object, and those of its neighbours, which are often the next.
  std::string takeState(uint64_t id);
  void readStates(uint64_t first, uint64_t last);

  const VatId vat_;
  const store::GroupedStore& store_;
  VatGarbage& garbage_;
  std::vector<std::string> states_;  // read ahead: from that number on, "" where there is none
  uint64_t firstState_ = 0;
  uint64_t lastState_ = UINT64_MAX / 2;  // near no other
  const uint64_t incarnation_;
  const Condemned condemned_;
  const uint64_t quiet_;   // Marking::quiet()
  bool isUnsure_ = false;  // what is referred to may have been condemned and deleted before
  store::CrankBuffer& buffer_;
  RefCounts& counts_;
  Effects& effects_;
  Collected collected_;
  std::vector<std::pair<Kref, Vref>> names_;
};

}  // namespace keeve::kernel
