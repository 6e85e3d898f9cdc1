// A vat's c-list as the kernel has it in memory beside the store: all names of promises, which come
// and go with each message and end with the heap, and those names of objects that were used lately.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "kernel/tables/kref.h"
#include "protocol/vref.h"

namespace keeve::kernel {

class NamesAtHand {
 public:
  // Of a promise that is not found there is none.
  std::optional<Vref> findPromise(uint64_t kref) const;
  std::optional<uint64_t> findPromiseExport(uint64_t exportId) const;
  // Of an object that is not found the store knows.
  std::optional<Vref> findObject(uint64_t kref) const;

  void add(const Kref& ref, const Vref& name);
  void remove(const Kref& ref, const Vref& name);
  void clear();

 private:
  std::unordered_map<uint64_t, Vref> promises_;            // by the kref's number
  std::unordered_map<uint64_t, uint64_t> promiseExports_;  // the kref's number, by the vref's
  std::unordered_map<uint64_t, Vref> objects_;
};

}  // namespace keeve::kernel
