// One seeded simulation: a kernel with random vats lives several lives over one store that fails, crashes and loses what a
// machine may lose. After each life, and at the end, what must hold is looked at (audit.h). The same seed, the same
// simulation, to the last byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/plants.h"

namespace keeve::sim {

struct Outcome {
  std::vector<std::string> violations;
  uint64_t steps = 0;  // of cranks: begun, delivered, finished
  uint64_t kills = 0;
  uint64_t batches = 0;  // that reached the store
};

Outcome simulate(uint64_t seed, const std::optional<Plant>& plant);

}  // namespace keeve::sim
