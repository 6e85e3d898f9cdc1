// keeve_bench [--objects N] [--runs N] [--profile compact|fast]: a line of JSON for each operation, for Keeve, for objects in memory
// alone, and for RocksDB alone, on standard output. bench/compare.py makes a table of them.
// keeve_bench --drop [--objects N]: what it costs to free very many objects at once, for others too.
// keeve_bench --calls [--runs N]: calls from outside.
// keeve_bench --wake [--vats N] [--awake N]: what very many vats cost.
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <map>
#include <string>

#include "base/temporary_directory.h"
#include "bench/calls_bench.h"
#include "bench/drop_bench.h"
#include "bench/figures.h"
#include "bench/keeve_bench.h"
#include "bench/rocks_bench.h"
#include "bench/vats_bench.h"
#include "bench/wake_bench.h"
#include "engine/engine.h"
#include "liveslots/liveslots_worker.h"

namespace keeve::bench {
namespace {

// As the program does: two arenas, and large blocks given back.
void boundMemory() {
  constexpr int kArenasMax = 2;
  constexpr int kMappedFromBytes = 128 << 10;
  mallopt(M_ARENA_MAX, kArenasMax);
  mallopt(M_MMAP_THRESHOLD, kMappedFromBytes);
  mallopt(M_TRIM_THRESHOLD, kMappedFromBytes);
}

// More do not fit into a vat's heap.
constexpr size_t kPlainObjectsMax = 200'000;

void run(const Plan& plan) {
  engine::Engine engine(liveslots::snapshot());
  std::vector<Figures> ours;
  std::vector<Figures> plain;
  std::vector<Figures> floor;
  for (size_t i = 0; i < plan.runs; ++i) {
    const TemporaryDirectory folder;
    const KeeveRun keeve = runKeeve(plan, engine, folder.path("keeve"));
    ours.push_back(keeve.figures);
    for (const Figure& figure : runVats(engine, folder.path("vats"))) ours.back().push_back(figure);
    if (plan.objects <= kPlainObjectsMax) plain.push_back(runPlain(plan, engine));
    floor.push_back(runRocks(plan, keeve.stored, folder.path("rocksdb")));
  }
  print("keeve", medians(ours));
  if (!plain.empty()) print("plain", medians(plain));
  print("rocksdb", medians(floor));
}

// Has an engine of its own, of which a process has one.
void runDurableCalls(const Plan& plan) {
  std::vector<Figures> runs;
  for (size_t i = 0; i < plan.runs; ++i) {
    const TemporaryDirectory folder;
    runs.push_back(runCalls(folder.path("calls")));
  }
  print("keeve", medians(runs));
}

void run(const DropPlan& plan) {
  boundMemory();
  const TemporaryDirectory folder;
  runDrop(plan, folder.path("drop"));
}

void run(const WakePlan& plan) {
  boundMemory();
  engine::Engine engine(liveslots::snapshot());
  const TemporaryDirectory folder;
  runWake(plan, engine, folder.path("wake"));
}

}  // namespace

int measure(int argc, char** argv) {
  CLI::App app{
      "Measures what Keeve's operations take, and what they take with objects in memory alone, and "
      "in RocksDB alone."};
  Plan plan;
  app.add_option("--objects", plan.objects, "counters made")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  app.add_option("--runs", plan.runs, "runs, of which the median counts")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  const std::map<std::string, store::RocksProfile> profiles{
      {"compact", store::RocksProfile::compact}, {"fast", store::RocksProfile::fast}};
  app.add_option("--profile", plan.profile, "of the store: compact or fast (default: compact)")
      ->transform(CLI::CheckedTransformer(profiles));
  bool drop = false;
  app.add_flag("--drop", drop,
               "measure freeing that many objects at once instead (default: 1000000)");
  bool calls = false;
  app.add_flag("--calls", calls, "measure calls from outside, eight in flight, instead");
  WakePlan wakePlan;
  bool wake = false;
  app.add_flag("--wake", wake, "measure very many vats instead");
  app.add_option("--vats", wakePlan.vats, "vats of --wake")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--awake", wakePlan.awake, "vats of --wake that stay in memory")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  std::string v8Flags;
  app.add_option("--v8-flags", v8Flags, "told to V8, as --perf-basic-prof for a profiler");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!v8Flags.empty()) engine::setV8Flags(v8Flags);
  if (drop) {
    const bool isSaid = app.count("--objects") > 0;
    run(isSaid ? DropPlan{plan.objects} : DropPlan{});
  } else if (calls) {
    runDurableCalls(plan);
  } else if (wake) {
    run(wakePlan);
  } else {
    run(plan);
  }
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
