// What a benchmark says: the time of each operation, and how it is printed. The names and the JSON are those of the other
// systems that do the same work, so that all figures can be put into one table.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "store/rocks_store.h"

namespace keeve::bench {

// How much work one run is.
struct Plan {
  size_t objects = 10'000;
  size_t runs = 5;  // each in a new store; figures are medians
  store::RocksProfile profile = store::RocksProfile::compact;

  // The parts of the work that are the same at any number of objects.
  size_t sample() const { return objects < 2000 ? objects : 2000; }
  size_t hot() const { return 20'000; }
  size_t perCrank() const { return objects < 1000 ? objects : 1000; }
  // Other operations are one call each, as the other systems are measured; of very many objects, a thousand a crank.
  size_t perCall() const { return objects <= 10'000 ? hot() : perCrank(); }
};

struct Figure {
  std::string op;
  size_t count = 0;   // operations timed
  double us = 0;      // microseconds an operation, in a vat that has done nothing like it before
  double warmUs = 0;  // the same in one that has; 0: not measured
};
using Figures = std::vector<Figure>;

// Times `work`, which does `count` operations called `op`.
Figure timed(std::string op, size_t count, const std::function<void()>& work);

double median(std::vector<double> values);  // requires one at least

// The median of each operation. Requires at least one run; all runs have the same operations in the same order.
Figures medians(const std::vector<Figures>& runs);

// A line of JSON for each figure, on standard output (bench/compare.py reads it).
void print(std::string_view peer, const Figures& figures);

}  // namespace keeve::bench
