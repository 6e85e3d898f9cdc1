// What a collector could do wrong, done to a store on purpose: the campaign must find each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "campaign/stored_graph.h"
#include "store/store.h"

namespace keeve::campaign {

enum class Plant : uint8_t {
  lostObject,      // the state of a node that can be reached is deleted
  lostEntry,       // the entry of a weak store, whose key can be reached
  lostPromise,     // what became of a stored promise
  wrongReference,  // a node refers to another than it did
  keptObject,      // a node that nothing refers to stays
  keptEntry,       // an entry of a weak store that was deleted, or never was
};

std::optional<Plant> parsePlant(const std::string& name);
std::vector<std::string> plantNames();

// False where the store has nothing that could be broken so. Requires that no kernel has the store, and
// that all that is stored in it can be reached.
bool plant(store::Store& store, const StoredGraph& stored, Plant what, Random& random);

}  // namespace keeve::campaign
