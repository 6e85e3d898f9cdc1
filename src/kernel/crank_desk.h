// What a thread runs its cranks with, one after the other: the buffer of their changes, and places for two of them, since one is
// destroyed, without the kernel's lock, when the next is under way. A crank's tables, of a few rows each, stand in memory of its
// place, which is given back as a whole and used again.
#pragma once

#include <array>
#include <cstddef>
#include <memory_resource>
#include <optional>

#include "kernel/crank.h"
#include "kernel/kernel_state.h"
#include "kernel/run_queue.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class CrankDesk {
 public:
  // `state` must outlive it.
  explicit CrankDesk(KernelState& state) : state_(state), buffer_(state.store) {}

  // A crank, which must be finished before the next begins. Both must be destroyed before a third begins.
  Crank& begin(Vat& vat, QueueItem item);
  // Destroys the crank before the one that began last; and that one too.
  void clearFormer() { other().clear(); }
  void clear();

 private:
  class Place {
   public:
    Place() = default;
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() = default;

    Crank& begin(KernelState& state, store::CrankBuffer& buffer, Vat& vat, QueueItem item);
    void clear();

   private:
    // Most cranks need less; more comes from the heap.
    static constexpr size_t kBytes = size_t{8} << 10;
    alignas(std::max_align_t) std::array<std::byte, kBytes> bytes_{};
    std::pmr::monotonic_buffer_resource memory_{bytes_.data(), bytes_.size()};
    std::optional<Crank> crank_;
  };
  Place& other() { return places_[1 - current_]; }

  KernelState& state_;
  store::CrankBuffer buffer_;
  std::array<Place, 2> places_;
  size_t current_ = 0;
};

}  // namespace keeve::kernel
