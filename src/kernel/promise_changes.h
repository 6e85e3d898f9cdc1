// The promises that one crank's routing touches: each is read and parsed once, changed in place as
// often as it takes, and written once at the end.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <optional>
#include <unordered_map>

#include "kernel/tables/records.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class PromiseChanges {
 public:
  // Both must outlive it, and the buffer's promises are changed by nobody else meanwhile.
  PromiseChanges(store::CrankBuffer& buffer, std::pmr::memory_resource& memory)
      : buffer_(buffer), touched_(&memory) {}

  // These stay valid until the promise is erased; what at() gave is written by finish(). Null, or
  // StoreError, where there is no such promise.
  const KernelPromise* find(uint64_t promise);
  const KernelPromise& look(uint64_t promise);
  KernelPromise& at(uint64_t promise);

  KernelPromise& insert(uint64_t promise, KernelPromise record);  // of a new number
  void erase(uint64_t promise);

  // Into the buffer.
  void finish();

 private:
  struct Touched {
    std::optional<KernelPromise> record;  // nullopt: there is none
    bool isNew = false;
    bool isChanged = false;
  };
  Touched& touch(uint64_t promise);
  Touched& existing(uint64_t promise);

  store::CrankBuffer& buffer_;
  std::pmr::unordered_map<uint64_t, Touched> touched_;
};

}  // namespace keeve::kernel
