// The floor under Keeve's figures: RocksDB, set up as Keeve sets it up, doing by hand what the measured vat's store has to
// do, with the very keys and values that Keeve wrote.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bench/figures.h"

namespace keeve::bench {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// What Keeve's store held after a run: the n-th object's state, its entry in the index, and its entry among the balances.
struct Stored {
  Pairs states;
  Pairs index;
  Pairs balances;
};

// One run in a new database in `folder`. An operation of the plan is one atomic batch for perCrank() objects, and is timed
// until that is durable.
Figures runRocks(const Plan& plan, const Stored& stored, const std::string& folder);

}  // namespace keeve::bench
