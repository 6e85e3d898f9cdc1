// The part of `keeve check` that counts anew, for one vat, what the collector goes by: how many records hold each
// object, which of them are candidates, and in which weak stores each is a key (records.h: ObjectFacts,
// Candidate). Takes a few bytes for each object that the vat keeps or imports.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/inspect/check.h"
#include "kernel/inspect/paged_table.h"
#include "kernel/tables/records.h"
#include "protocol/vat_key.h"

namespace keeve::kernel {

class VatCounts {
 public:
  VatCounts(const store::Store& store, VatId vat, CheckReport& report)
      : store_(store), vat_(vat), report_(report) {}

  void check();

 private:
  enum Flag : uint8_t {
    kHasState = 1,
    kStrongStore = 2,
    kWeakStore = 4,
    kReachable = 8,     // an import, or
    kUnreachable = 16,  // one that is only recognized
    kCandidate = 32,
    kHasFacts = 64,
    kPlain = 128,  // held under a class of what leaves no trace: a heap object or a promise
  };
  struct Tally {
    uint32_t held = 0;  // how many records hold it
    uint8_t flags = 0;

    bool is(int anyOf) const { return (flags & anyOf) != 0; }
  };

  void takeCandidates();
  void takeNames();
  void takeData();
  void take(const VatKey& key, std::string_view value);
  void lookAtWeakEntry(const VatKey& key);
  void lookAtDying();
  void lookAtFacts();
  void lookAtWeakKeys();
  void compare(RefKey ref, const Tally& tally, uint64_t said);
  void compareFacts(RefKey ref, const ObjectFacts& facts);
  void comparePlaces(RefKey ref, const ObjectFacts& facts);

  static bool isCounted(RefKey ref, const Tally& tally);
  static uint64_t countWithoutFacts(const Tally& tally);
  bool isKeptByOthers(RefKey ref) const;
  bool isDying(uint64_t store) const;
  bool isSaidToBeKey(RefKey ref, uint64_t store) const;
  bool isKey(RefKey ref, uint64_t store) const;
  std::string what(RefKey ref) const;
  void fault(const std::string& text);

  const store::Store& store_;
  const VatId vat_;
  CheckReport& report_;
  PagedTable<Tally> tallies_;  // by RefKey
  std::vector<uint64_t> dying_;
  std::vector<Vref> held_;  // room for the record at hand
};

}  // namespace keeve::kernel
