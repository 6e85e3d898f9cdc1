// What it costs to free very many objects that are dropped at once, and how long the messages of another vat wait meanwhile
// (keeve_bench --drop).
#pragma once

#include <cstddef>
#include <string>

namespace keeve::bench {

struct DropPlan {
  size_t objects = 1'000'000;
};

// Prints a line of JSON for a chain and one for a store of entries.
void runDrop(const DropPlan& plan, const std::string& folder);

}  // namespace keeve::bench
