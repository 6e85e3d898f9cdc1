// `keeve check`: holds every record of a store to what schema.h, records.h and protocol/vat_records.h say, and to each
// other: what one names must exist, counts must be right, and numbers must be below the counters that give them out.
// Nothing is changed. Any bytes may stand in the store.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/store.h"

namespace keeve::kernel {

struct CheckReport {
  static constexpr size_t kFaultsShown = 1000;

  std::vector<std::string> faults;  // one line each; the first kFaultsShown
  uint64_t faultCount = 0;
  uint64_t recordCount = 0;

  void add(std::string fault) {
    if (++faultCount <= kFaultsShown) faults.push_back(std::move(fault));
  }
};

CheckReport checkStore(const store::Store& store);

}  // namespace keeve::kernel
