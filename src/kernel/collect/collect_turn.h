// One step of collecting a vat's garbage (SPEC §7): a turn of the vat, so that no crank of it runs meanwhile, that looks at some
// candidates and deletes those that nothing keeps: no stored record (or they would be no candidates), no other vat, no message
// on its way, and not the heap, which is asked. What they held may become candidates, which are looked at next. All of it
// commits as one batch, so a collector that is interrupted has done whole steps, and finds the rest among the candidates.
//
// It works without the kernel's lock but for looks at what vats share; finish() is called with it. That nothing has an object
// stays so, since whoever could hand it on would have it. That some vat has one may end meanwhile: finish() looks again.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "kernel/collect/reaper.h"
#include "kernel/collect/ref_counts.h"
#include "kernel/kernel_state.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class CollectTurn {
 public:
  static constexpr size_t kCostOfObject = 6;  // that is looked at and deleted, of a turn's budget

  // All must outlive it; `buffer` is empty. With the lock held.
  CollectTurn(KernelState& state, store::CrankBuffer& buffer, Vat& vat);

  // Looks at up to so much; without the lock. The heap is collected first where `heap` says so. A Fault of the worker's: then
  // nothing was done, and it can only be destroyed.
  enum class Heap : uint8_t { asItIs, collected };
  std::optional<Fault> work(size_t budget, Heap heap);

  // With the lock held: whether what was found still holds. Then the buffer and the effects are to be committed, and
  // committed() is to follow; else the step was in vain, and undo() is to follow.
  bool isStillTrue() const;
  Effects& effects() { return effects_; }
  void committed();
  void undo();

 private:
  // What is to be looked at, and its record where that was read just now.
  struct Look {
    Vref ref;
    std::optional<Candidate> candidate = {};
  };
  struct Outside {
    bool isImported = false;
    bool isNamed = false;  // in flight
  };

  void takeOrphans();
  void takeOrphan(uint64_t object);
  std::vector<Look> nextRound();
  std::vector<Look> walkOn();
  std::optional<Fault> look(const std::vector<Look>& round);
  std::optional<Vref> toAsk(const Look& look);
  bool isForHeap(const Vref& ref, const Candidate& candidate);
  void spare(const Vref& ref);
  Outside outside(const Kref& object);
  void judge(const Vref& ref, HeapHold hold);
  void judgeImport(const Vref& ref, HeapHold hold);

  KernelState& state_;
  store::CrankBuffer& buffer_;
  Vat& vat_;
  Effects effects_;
  RefCounts counts_;
  Reaper reaper_;
  size_t budget_ = 0;
  std::deque<Vref> toLook_;
  std::vector<uint64_t> orphans_;
  std::vector<uint64_t> imported_;  // exports that were spared for other vats
  std::vector<Vref> unfinished_;    // stores that are dying
  std::vector<RefKey> gone_;
  // The walk over all candidates, as it stands in the end.
  bool isWalking_;
  std::string walkedTo_;
  bool foundHeld_ = false;
};

}  // namespace keeve::kernel
