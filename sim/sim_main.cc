// keeve_sim [--seeds N] [--seed S]: simulates N seeds from S on; exits 1 at the first violation, which it prints with the
// seed. With --plant NAME it plants a violation, and exits 0 if one of the seeds finds it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <random>

#include "sim/simulation.h"

namespace keeve::sim {
namespace {

struct Options {
  uint64_t seeds = 1000;
  std::optional<uint64_t> seed;
  std::string plant;
};

void print(uint64_t seed, const Outcome& outcome) {
  std::printf("seed %llu:\n", static_cast<unsigned long long>(seed));
  for (const std::string& violation : outcome.violations) std::printf("  %s\n", violation.c_str());
}

int run(const Options& options) {
  const auto plant = parsePlant(options.plant);
  const uint64_t first = options.seed.value_or(std::random_device()());
  uint64_t steps = 0;
  uint64_t kills = 0;
  for (uint64_t seed = first; seed < first + options.seeds; ++seed) {
    const Outcome outcome = simulate(seed, plant);
    steps += outcome.steps;
    kills += outcome.kills;
    if (outcome.violations.empty()) continue;
    print(seed, outcome);
    return plant ? 0 : 1;
  }
  std::printf("%llu seeds from %llu on, %llu steps, %llu kills: %s\n",
              static_cast<unsigned long long>(options.seeds),
              static_cast<unsigned long long>(first), static_cast<unsigned long long>(steps),
              static_cast<unsigned long long>(kills),
              plant ? "what was planted was not found" : "no violation");
  return plant ? 1 : 0;
}

}  // namespace

int simulateAll(int argc, char** argv) {
  CLI::App app{"Simulates vats over a store that fails and crashes, and looks for what cannot be."};
  Options options;
  app.add_option("--seeds", options.seeds, "how many seeds")->capture_default_str();
  app.add_option("--seed", options.seed, "the first seed (default: another each time)");
  app.add_option("--plant", options.plant, "a violation to plant, and to find")
      ->check(CLI::IsMember(plantNames()));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return run(options);
}

}  // namespace keeve::sim

int main(int argc, char** argv) {
  try {
    return keeve::sim::simulateAll(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "keeve_sim: %s\n", error.what());
    return 1;
  }
}
