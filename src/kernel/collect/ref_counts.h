// How many of a vat's stored records refer to each of its objects and imports (records.h, ObjectFacts): the changes of one
// crank, or of one step of the collector, gathered and then written with what caused them. A record that is written anew with
// the references that it had changes nothing, and an object that is made and stored in one crank, as most are, needs no
// record of its count.
//
// An object to which no record refers any more becomes a candidate for the collector. So does one that is made, until a
// record refers to it.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "kernel/collect/known_rows.h"
#include "kernel/tables/kref.h"
#include "kernel/tables/records.h"
#include "protocol/syscall_port.h"
#include "protocol/vat_key.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class RefCounts {
 public:
  // All must outlive it. `known` is of the vat, `memory` for its tables.
  RefCounts(VatId vat, store::CrankBuffer& buffer, const KnownOfVat& known,
            std::pmr::memory_resource& memory = *std::pmr::get_default_resource())
      : vat_(vat), buffer_(buffer), known_(known), touched_(&memory) {}

  // A syscall changed the record under `key`. VatFault where that cannot be.
  void wrote(const VatKey& key, const RefChanges& refs);
  void erased(const VatKey& key, const RefChanges& refs);

  // An object, or an import that the vat did not have.
  void create(const Vref& ref) { touch(ref).isNew = true; }
  // An import that it only recognized so far, or an object of its heap that got a name for others.
  void revive(const Vref& ref) { touch(ref).isRevived = true; }
  void gain(const Vref& ref) { change(ref, 1); }
  void lose(const Vref& ref) { change(ref, -1); }
  void removeWeakKey(const Vref& key, uint64_t store);

  // Nothing of the object is left: what is known of its count goes too. Whoever forgets takes care of its weak entries.
  void forget(const Vref& ref);

  // From now on it is remembered which counts were touched, for takeTouched().
  void listen() { isListening_ = true; }

  // Writes it all into the buffer. VatFault where less than nothing is left of a count.
  void finish();

  // Candidates since the last time, in the order of their RefKeys: those that lost what referred to them, and how many that
  // were made.
  std::vector<Vref> takeDropped();
  size_t takeMadeCount();
  // Since the last time: how many objects lost a reference and have others, as those in circles do.
  size_t takeSuspectCount();
  size_t takeNewCount();  // virtual objects and stores that were made
  std::vector<RefKey> takeTouched();

 private:
  struct Touched {
    uint32_t refClass = kHeapObjectClass;
    bool isNew = false;
    bool isRevived = false;
    int64_t by = 0;
    std::vector<std::pair<uint64_t, bool>> weakStores =
        {};  // and whether it became a key there, or is one no more
  };

  Touched& touch(const Vref& ref);
  void change(const Vref& ref, int by);
  void finish(RefKey key, const Touched& touched);
  void changeWeakStores(RefKey key, const Touched& touched, ObjectFacts& facts);

  const VatId vat_;
  store::CrankBuffer& buffer_;
  const KnownOfVat& known_;
  std::pmr::unordered_map<RefKey, Touched> touched_;
  std::vector<Vref> dropped_;
  size_t made_ = 0;
  size_t suspects_ = 0;
  size_t new_ = 0;
  bool isListening_ = false;
  std::vector<RefKey> told_;
};

// What is known of the object, nullopt where nothing is written of it.
std::optional<ObjectFacts> readFacts(store::CrankBuffer& buffer, VatId vat, RefKey key,
                                     const KnownOfVat& known);

// Objects that are never collected: the root and the baggage.
inline bool isPinned(RefKey key) { return key == 2 * kRootId || key == 2 * kBaggageId; }

// Those that count from 0: nothing tells when one of them is made.
inline bool countsFromZero(uint32_t refClass) {
  return refClass == kHeapObjectClass || refClass == kPromiseClass;
}

}  // namespace keeve::kernel
