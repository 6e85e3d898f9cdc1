// A small seeded source of numbers for tests, simulations and vats that were granted one: the same
// seed, the same numbers, on every machine. Not for secrets.
//
// The generator is SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number
// Generators", 2014).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace keeve {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t next();
  uint64_t below(uint64_t end);  // 0 .. end - 1; requires end > 0
  bool oneIn(uint64_t n) { return below(n) == 0; }
  double unit();                    // 0 <= x < 1, in steps of 2^-53
  std::string bytes(size_t count);  // any bytes

 private:
  uint64_t state_;
};

}  // namespace keeve
