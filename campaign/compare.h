// Holds what stands in a store to the graph.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "campaign/graph.h"
#include "campaign/stored_graph.h"

namespace keeve::campaign {

// atLeast: what can be reached is there, and whole. exactly: and nothing else is, names that vats have of each
// other's objects among it.
enum class Demand : uint8_t { atLeast, exactly };

// What is wrong, a line each; the first of many.
std::vector<std::string> compare(const Graph& graph, const Reach& reached,
                                 const StoredGraph& stored, Demand demand);

// Of the promises that can be reached.
std::set<PromiseName> promiseNames(const Graph& graph, const Reach& reached);

}  // namespace keeve::campaign
