// How often objects are named by what no vat has yet, or no vat alone: messages that wait, in queues and at promises, settled
// values, open host calls, parameters of vats; and by the host around the kernel, for as long as it holds what it was told.
// While it is named there, an object lives (SPEC §7). Counts are kept in memory only, since all but the host's stand in the
// store, where they are found again. Guarded by the kernel's lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kernel/tables/kref.h"
#include "store/store.h"

namespace keeve::kernel {

// What one crank changes, in force when it has committed.
class FlightChanges {
 public:
  FlightChanges() = default;
  explicit FlightChanges(std::pmr::memory_resource* memory) : changes_(memory) {}

  void hold(const Kref& object) { changes_.emplace_back(object.id, 1); }
  void drop(const Kref& object) { changes_.emplace_back(object.id, -1); }
  int64_t of(uint64_t object) const;
  const std::pmr::vector<std::pair<uint64_t, int>>& changes() const { return changes_; }

 private:
  std::pmr::vector<std::pair<uint64_t, int>> changes_;  // a few
};

class InFlight {
 public:
  // Takes in what the store holds. Throws StoreError where it is damaged.
  void load(const store::Store& store);

  uint64_t count(uint64_t object) const;

  // `vat`, whose object it is, wants to hear when the count has come to 0.
  void await(uint64_t object, VatId vat) { awaited_.insert_or_assign(object, vat); }

  // The awaited objects of which nothing is left, and who wants to hear.
  using Landed = std::vector<std::pair<VatId, uint64_t>>;
  [[nodiscard]] Landed apply(const FlightChanges& changes);

  // Calls `visit` with the number of each object that is named.
  template <class Visit>
  void each(const Visit& visit) const {
    for (const auto& [object, count] : counts_) visit(object);
  }

 private:
  void hold(const KernelCapData& data);
  void hold(const KernelMessage& message);

  std::unordered_map<uint64_t, uint64_t> counts_;  // by the kref's number; none is 0
  std::unordered_map<uint64_t, VatId> awaited_;
};

}  // namespace keeve::kernel
