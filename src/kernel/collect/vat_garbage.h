// What the collector has in mind of a vat: what it is to look at, and how far it has come. All of it can be found again in the
// store, so that a kernel that begins looks at everything. Guarded by the kernel's lock, but for what the vat's own turn alone
// touches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "kernel/collect/known_rows.h"
#include "protocol/vref.h"

namespace keeve::kernel {

// How far the entries of a store that is dying are deleted.
struct Dying {
  std::string at;        // the key of the last that is gone
  uint64_t quietAt = 0;  // Marking::quiet() when it began
};

struct VatGarbage {
  // The budget of a turn: a few milliseconds' work, so that nobody waits long.
  static constexpr size_t kTurn = 2000;

  // Candidates that lost what referred to them, and exports that no other vat has any more (krefs).
  std::vector<Vref> dropped;
  std::vector<uint64_t> orphans;

  // A walk over all candidates, which is due when the heap may have let go of some: V8 has collected, or the heap has ended.
  bool isWalkDue = false;
  bool isWalking = false;
  std::string walkedTo;        // the key of the candidate that was looked at last; "" at the start
  bool foundHeld = false;      // that walk found candidates that the heap holds
  bool hasCandidates = false;  // there may be some
  uint64_t collectionsSeen = 0;  // VatWorker::collections() when a walk was last found due

  // To the collector, of the budget of turns: whole turns are paid before the vat's own next crank.
  size_t owed = 0;
  // Its counts are wrong: nothing more is deleted in this life of the kernel.
  bool isBroken = false;
  bool isHeapToCollect = false;  // by the next step
  size_t cranksSinceIdle = 0;    // that may have dropped something
  std::vector<RefKey> gone;      // that the heap is to be told of; its turn's own

  // GroupedStore::applied() when a crank of the vat's had written, other than the collector's.
  uint64_t writtenAt = 0;

  KnownOfVat known;
  std::map<uint64_t, Dying> dying;  // stores, while this kernel deletes their entries

  bool hasWork() const {
    if (isBroken) return false;
    return !dropped.empty() || !orphans.empty() || isWalkDue || isWalking || isHeapToCollect;
  }

  bool isInDebt() const { return owed >= kTurn; }

  // The heap may have let go of what it held.
  void heapMayHaveDropped() { isWalkDue = isWalkDue || hasCandidates; }

  // Few are remembered one by one.
  void limitDropped() {
    constexpr size_t kDroppedMax = 100'000;
    if (dropped.size() <= kDroppedMax) return;
    dropped = {};
    isWalkDue = true;
    hasCandidates = true;
  }
};

}  // namespace keeve::kernel
