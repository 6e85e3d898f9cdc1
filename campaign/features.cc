#include "campaign/features.h"

#include <array>
#include <utility>

namespace keeve::campaign {

namespace {

constexpr std::array<std::pair<const char*, bool Features::*>, 11> kNames = {{
    {"vats", &Features::vats},
    {"stores", &Features::stores},
    {"weak", &Features::weak},
    {"maps", &Features::maps},
    {"tokens", &Features::tokens},
    {"heap-cycles", &Features::heapCycles},
    {"promises", &Features::promises},
    {"sent-promises", &Features::sentPromises},
    {"host", &Features::host},
    {"restarts", &Features::restarts},
    {"kills", &Features::kills},
}};

}  // namespace

bool Features::leaveOut(const std::string& name) {
  for (const auto& [known, feature] : kNames) {
    if (name != known) continue;
    this->*feature = false;
    return true;
  }
  return false;
}

std::vector<std::string> featureNames() {
  std::vector<std::string> names;
  names.reserve(kNames.size());
  for (const auto& [name, feature] : kNames) names.emplace_back(name);
  return names;
}

}  // namespace keeve::campaign
