// Deletes from a store what the graph says is garbage, as long as there is no Kernel::collect() to do it
// (collector.h): so that the graph, and what compares with it, are held to what vats do afterwards.
#pragma once

#include "campaign/graph.h"
#include "campaign/stored_graph.h"
#include "store/store.h"

namespace keeve::campaign {

// Requires that no kernel has the store, and that heaps hold nothing in the graph.
void sweep(store::Store& store, const StoredGraph& stored, const Graph& graph,
           const Reach& reached);

}  // namespace keeve::campaign
