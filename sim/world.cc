#include "sim/world.h"

namespace keeve::sim {

namespace {
constexpr size_t kViolationsMax = 20;
}

std::string actorName(size_t actor) { return std::string(1, static_cast<char>('a' + actor)); }

void World::expect(bool holds, const std::string& otherwise) {
  if (!holds && violations.size() < kViolationsMax) violations.push_back(otherwise);
}

}  // namespace keeve::sim
