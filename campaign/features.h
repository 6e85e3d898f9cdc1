// What a campaign does besides making and linking objects of one vat; each can be left out, to see what
// a failure depends on.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace keeve::campaign {

struct Features {
  bool vats = true;    // references go from vat to vat
  bool stores = true;  // strong stores that are made at run time
  bool weak = true;    // weak stores
  bool maps = true;    // WeakMaps
  bool tokens = true;  // objects of the heap, stored and sent
  bool heapCycles =
      true;  // what a heap holds (a variable, an entry in a WeakMap or by a key without a lasting
             // name) may lead back to what holds it there
  bool promises = true;      // stored ones
  bool sentPromises = true;  // and sent ones
  bool host = true;          // calls to the host that hold references
  bool restarts = true;      // of the kernel
  bool kills = true;         // while it collects

  std::set<std::string> actsLeftOut = {};  // operations, by Script::actNames()

  // False where there is no feature of that name.
  bool leaveOut(const std::string& name);
};

std::vector<std::string> featureNames();

}  // namespace keeve::campaign
