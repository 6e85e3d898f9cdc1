// How far the search for garbage in circles has come (SPEC §7). Counts free what they see; a ring keeps its own counts up. So at
// times the whole store is traced from its roots (tracer.h), while vats run, and what was not reached is deleted:
//
//   roots       each vat in a turn of its own says what its heap holds
//   tracing     turns of the kernel trace on from there, until there is nothing left to look at
//   condemning  each vat's entries by imports that were not reached are deleted, and its unreached objects are marked as
//               condemned: they are garbage for ever
//   deleting    each vat's condemned objects are deleted, and those that they held count on without them
//   cleaning    each vat's marks of condemned objects are taken away
//
// The marks of tracing are in memory, a few bits an object: a kernel that ends before it is through begins anew. From deleting
// on the store says so ('H'), and the next kernel goes on. One that ends while it condemns takes that back first (undoing).
// With the kernel's lock held, but for the tracer's own methods.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "kernel/collect/tracer.h"
#include "store/store.h"

namespace keeve::kernel {

class Vats;
class InFlight;
class KrefAllocator;

enum class MarkPhase : uint8_t {
  idle = 0,
  roots = 1,
  tracing = 2,
  condemning = 'c',  // these are stored
  deleting = 'd',
  cleaning = 'e',
  undoing = 'u',
};

// What stands under 'H': a phase that is stored, or 'i' and how much was reached last, as a varint.
std::string markIdleBytes(uint64_t reached);
bool isMarkRecord(std::string_view bytes);

class Marking {
 public:
  // What an earlier kernel has left to do; how much it reached when it last had nothing.
  uint64_t load(const store::Store& store, Vats& vats);

  MarkPhase phase() const { return phase_; }
  // Whether the tracer wants to hear of references that are made and broken.
  bool listens() const { return phase_ == MarkPhase::roots || phase_ == MarkPhase::tracing; }
  // Something on its way names the object: whoever gets it may make it a key of a weak store, whose entries are looked at until
  // all is condemned.
  void handOn(const Kref& object);
  // Whether some candidates are condemned, or may be soon.
  bool hasCondemned() const { return phase_ >= MarkPhase::condemning; }
  Tracer& tracer() { return *tracer_; }
  // The vat's objects from this number on are too new for this marking; none where an earlier life of the kernel began it.
  std::optional<uint64_t> idEnd(VatId vat) const;
  // The same number, and not 0, for as long as no marking is under way.
  uint64_t quiet() const { return phase_ == MarkPhase::idle ? began_ + 1 : 0; }

  void begin(const store::Store& store, Vats& vats, const InFlight& inFlight, uint64_t krefEnd);

  // Whether the vat has a part of this phase still to do, and from which key on.
  bool awaits(VatId vat) const { return awaited_.contains(vat); }
  std::string& position(VatId vat) { return positions_[vat]; }

  // The vat's part is done, or the vat has ended. The phase that begins now, if one does; it is the caller's to write it down.
  std::optional<MarkPhase> done(VatId vat, Vats& vats);
  // The same where the phase waits for no vat.
  std::optional<MarkPhase> advanceIfNobody(Vats& vats);
  // Tracing came to an end, unless something was reached meanwhile: then false.
  bool endTracing(Vats& vats);

 private:
  void enter(MarkPhase phase, Vats& vats);
  std::optional<MarkPhase> advance(Vats& vats);

  MarkPhase phase_ = MarkPhase::idle;
  uint64_t began_ = 0;  // how many have
  std::optional<Tracer> tracer_;
  std::set<VatId> awaited_;
  std::map<VatId, std::string> positions_;
};

}  // namespace keeve::kernel
