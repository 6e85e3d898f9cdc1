// keeve_bench [--objects N] [--runs N]: a line of JSON for each operation, for Keeve and for RocksDB alone, on standard
// output; their ratio on standard error.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>

#include "base/temporary_directory.h"
#include "bench/figures.h"
#include "bench/keeve_bench.h"
#include "bench/rocks_bench.h"
#include "engine/engine.h"
#include "liveslots/liveslots_worker.h"

namespace keeve::bench {
namespace {

void run(const Plan& plan) {
  engine::Engine engine(liveslots::snapshot());
  std::vector<Figures> ours;
  std::vector<Figures> floor;
  for (size_t i = 0; i < plan.runs; ++i) {
    const TemporaryDirectory folder;
    const KeeveRun keeve = runKeeve(plan, engine, folder.path("keeve"));
    ours.push_back(keeve.figures);
    floor.push_back(runRocks(plan, keeve.stored, folder.path("rocksdb")));
  }
  const Figures oursMedian = medians(ours);
  const Figures floorMedian = medians(floor);
  print("keeve", oursMedian);
  print("rocksdb", floorMedian);
  printRatios("keeve", oursMedian, "rocksdb", floorMedian);
}

}  // namespace

int measure(int argc, char** argv) {
  CLI::App app{"Measures what Keeve's operations take, and what they take in RocksDB alone."};
  Plan plan;
  app.add_option("--objects", plan.objects, "counters made")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  app.add_option("--runs", plan.runs, "runs, of which the median counts")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  run(plan);
  return 0;
}

}  // namespace keeve::bench

int main(int argc, char** argv) {
  try {
    return keeve::bench::measure(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "keeve_bench: %s\n", error.what());
    return 1;
  }
}
