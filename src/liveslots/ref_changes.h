// What the rewriting of a record changes for the objects that it refers to, as a syscall says it (RefChanges): the references
// that an encoding left, less those that the record held before.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <vector>

#include "liveslots/shared_memory.h"
#include "protocol/syscall_port.h"
#include "protocol/vref.h"

namespace keeve::liveslots {

// What js/cache.js says of the references that a record held before: how many there are, handed over in the buffer
// `formerRefs`, or one of these.
inline constexpr double kNewRecord = -2;  // nothing stands under its key
inline constexpr double kSameRefs = -1;   // the same as now

// A value; what changes() gives lives as long as it does.
class RefDiff {
 public:
  // The record's references are the first `refCount` of the memory's; `belongsTo` are what it does not hold.
  RefDiff(const SharedMemory& memory, size_t refCount, double former,
          std::initializer_list<RefKey> belongsTo);

  RefChanges changes() const { return {.isNew = isNew_, .gained = gained_, .lost = lost_}; }

 private:
  bool isNew_;
  std::vector<Vref> gained_;
  std::vector<Vref> lost_;
};

}  // namespace keeve::liveslots
