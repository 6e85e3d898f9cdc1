// What all simulated vats share, and what the simulation knows of them from outside: the one source of chance, how wild
// they may be, and what they saw that cannot be.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"

namespace keeve::sim {

class Actor;

inline constexpr size_t kActors = 5;
inline constexpr int64_t kPurse = 1000;  // money in each vat's purse at first

std::string actorName(size_t actor);

struct World {
  explicit World(uint64_t seed) : random(seed) {}

  // Notes what is wrong where it does not hold.
  void expect(bool holds, const std::string& otherwise);

  Random random;
  uint64_t energy = 0;     // sends that are still allowed, so that what they set off ends
  uint64_t faultsIn = 0;   // one of so many deliveries that may fault does; 0: none
  bool isClosing = false;  // vats settle what they decide, and begin nothing

  std::vector<std::string> violations;
  std::set<const Actor*> heaps;     // the incarnations that run
  std::set<uint64_t> marksTold;     // calls `mark` whose fulfilment was told
  std::set<uint64_t> marksRefused;  // and those whose rejection was
};

}  // namespace keeve::sim
