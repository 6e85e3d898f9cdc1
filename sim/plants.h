// Stores that break what the kernel relies on, now and then: violations planted on purpose, each of which the simulation
// must find.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "store/store.h"

namespace keeve::sim {

enum class Plant : uint8_t {
  lostEntry,     // a commit without one of its queue entries
  twice,         // a batch is applied again, later
  swapped,       // two queue entries of one vat change places
  lostName,      // a commit without one of its c-list entries
  lostPromise,   // a commit without what became of one of its promises
  earlyRelease,  // a sync that does not wait for the disk
};

std::optional<Plant> parsePlant(std::string_view name);
std::vector<std::string> plantNames();

// A store over `under`, which must outlive it.
std::unique_ptr<store::Store> plantedStore(store::Store& under, Plant plant, uint64_t seed);

}  // namespace keeve::sim
