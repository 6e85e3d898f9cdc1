// Who has an object, and the end of it: changes of OwnerRecords, which all vats share, made when a crank finishes, with the
// kernel's lock held. An object that no other vat has any more is its owner's to look at (SPEC §7): a row 'Z' says so until
// that was done. One that has ended leaves its record for those that still name it, and goes when none does.
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "kernel/collect/in_flight.h"
#include "kernel/effects.h"
#include "kernel/tables/records.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class Vats;

class ObjectHolders {
 public:
  // All must outlive it. `flight` are the crank's own changes.
  ObjectHolders(store::CrankBuffer& buffer, const Vats& vats, InFlight& inFlight,
                const FlightChanges& flight)
      : buffer_(buffer), vats_(vats), inFlight_(inFlight), flight_(flight) {}

  void import(const Kref& object);
  void revive(const ReviveImport& taken);
  void leave(const LeaveImport& left);
  void forget(const ForgetImport& left);
  void end(const EndObject& gone);

  // When all of the crank is known.
  void finish();

  // After the crank committed: who is to look at which export that no vat has any more, and at which import whose object is
  // no more.
  const std::vector<std::pair<VatId, uint64_t>>& orphans() const { return orphans_; }
  const std::vector<std::pair<VatId, uint64_t>>& bereaved() const { return bereaved_; }

 private:
  OwnerRecord read(const Kref& object);
  bool hasEnded(const OwnerRecord& owner) const;
  void orphan(const Kref& object, const OwnerRecord& owner);

  store::CrankBuffer& buffer_;
  const Vats& vats_;
  InFlight& inFlight_;
  const FlightChanges& flight_;
  std::set<uint64_t> ended_;  // may leave for good
  std::vector<std::pair<VatId, uint64_t>> orphans_;
  std::vector<std::pair<VatId, uint64_t>> bereaved_;
};

}  // namespace keeve::kernel
