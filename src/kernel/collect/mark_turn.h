// A vat's part of a phase of marking (marking.h), a step at a time: a turn of the vat. As CollectTurn: it works without the
// kernel's lock, and all of it commits as one batch.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/collect/reaper.h"
#include "kernel/collect/ref_counts.h"
#include "kernel/kernel_state.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class MarkTurn {
 public:
  // All must outlive it; `buffer` is empty. The vat is awaited. With the lock held.
  MarkTurn(KernelState& state, store::CrankBuffer& buffer, Vat& vat);

  // A Fault of the worker's: then nothing was done, and it can only be destroyed.
  std::optional<Fault> work(size_t budget);

  Effects& effects() { return effects_; }
  // With the lock held, after the commit. Whether the vat's part of the phase is done.
  bool committed();

 private:
  void tellRoots();
  void condemn(size_t budget);
  bool condemnTable(VatTable table, size_t& budget);
  bool endUnreached(std::string_view entry);
  void condemn(const Vref& ref);
  void eachCondemned(size_t budget);
  bool deleteOne(const Vref& ref);
  void takeBack(const Vref& ref, const Candidate& candidate);
  bool isTooNew(uint64_t id) const;

  KernelState& state_;
  store::CrankBuffer& buffer_;
  Vat& vat_;
  const MarkPhase phase_;
  Effects effects_;
  RefCounts counts_;
  Reaper reaper_;
  const std::optional<uint64_t> idEnd_;  // of what may be condemned; none where that is not known
  std::string position_;
  std::vector<RefKey> gone_;
  bool isDone_ = false;
};

}  // namespace keeve::kernel
