// keeve_gc_campaign [--seeds N] [--seed S] [--operations N] …: runs N seeds from S on; prints each seed that
// fails, and exits 1 if any did. With --plant NAME it does to the store what a collector could do wrong,
// and exits 0 if every seed finds it.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <iterator>
#include <random>

#include "campaign/campaign.h"
#include "campaign/script.h"
#include "engine/engine.h"
#include "liveslots/liveslots_worker.h"

namespace keeve::campaign {
namespace {

struct Arguments {
  uint64_t seeds = 10;
  std::optional<uint64_t> seed;
  std::string plant;
  std::vector<std::string> without;
  bool isQuiet = false;
  Settings settings;
};

using Clock = std::chrono::steady_clock;
constexpr double kProgressSeconds = 5;

double cpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

unsigned long long shown(uint64_t number) { return number; }

std::string textOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (!in) throw std::runtime_error("cannot read " + path);
  return text;
}

void add(Outcome& sum, const Outcome& outcome) {
  sum.operations += outcome.operations;
  sum.made += outcome.made;
  sum.collections += outcome.collections;
  sum.looks += outcome.looks;
  sum.restarts += outcome.restarts;
  sum.kills += outcome.kills;
  sum.scriptSeconds += outcome.scriptSeconds;
  sum.startSeconds += outcome.startSeconds;
  sum.vatSeconds += outcome.vatSeconds;
  sum.lookSeconds += outcome.lookSeconds;
  sum.collectSeconds += outcome.collectSeconds;
}

void print(std::FILE* out, uint64_t seeds, uint64_t failed, const Outcome& sum, double seconds) {
  std::fprintf(
      out,
      "%llu seeds, %llu failed: %llu operations made %llu things; %llu collections, %llu looks, "
      "%llu restarts, %llu kills; ",
      shown(seeds), shown(failed), shown(sum.operations), shown(sum.made), shown(sum.collections),
      shown(sum.looks), shown(sum.restarts), shown(sum.kills));
  const double unit = 1e6 / static_cast<double>(sum.operations);
  std::fprintf(
      out,
      "%.2f us of the processor an operation (script %.2f, starts %.2f, vats %.2f, collecting "
      "%.2f, looking %.2f)\n",
      unit * seconds, unit * sum.scriptSeconds, unit * sum.startSeconds, unit * sum.vatSeconds,
      unit * sum.collectSeconds, unit * sum.lookSeconds);
}

int run(const Arguments& arguments) {
  engine::Engine engine(liveslots::snapshot());
  liveslots::LiveslotsFactory factory(engine);
  const VatSources sources{textOf(KEEVE_CAMPAIGN_DIR "/gc-vat.js"),
                           textOf(KEEVE_CAMPAIGN_DIR "/gc-objects.js")};
  const uint64_t first = arguments.seed.value_or(std::random_device()());
  const auto begin = Clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
  double told = 0;
  uint64_t failed = 0;
  Outcome sum;
  for (uint64_t seed = first; seed < first + arguments.seeds; ++seed) {
    const Outcome outcome = runCampaign(seed, arguments.settings, factory, sources);
    add(sum, outcome);
    if (!outcome.faults.empty()) {
      ++failed;
      std::printf("seed %llu, after %llu operations:\n", shown(seed), shown(outcome.operations));
      for (const std::string& fault : outcome.faults) std::printf("  %s\n", fault.c_str());
      std::fflush(stdout);
    }
    if (arguments.isQuiet || seconds() - told < kProgressSeconds) continue;
    told = seconds();
    print(stderr, seed - first + 1, failed, sum, cpuSeconds());
  }
  std::printf("from seed %llu on ", shown(first));
  print(stdout, arguments.seeds, failed, sum, cpuSeconds());
  if (arguments.settings.plant) return failed == arguments.seeds ? 0 : 1;
  return failed == 0 ? 0 : 1;
}

}  // namespace

int runAll(int argc, char** argv) {
  CLI::App app{
      "Has vats make, link and drop objects at random, and holds what the store keeps to a model."};
  Arguments arguments;
  app.add_option("--seeds", arguments.seeds, "how many seeds")->capture_default_str();
  app.add_option("--seed", arguments.seed, "the first seed (default: another each time)");
  app.add_option("--operations", arguments.settings.operations, "of each seed")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_option("--without", arguments.without,
                 "what is to be left out, to see what a failure needs")
      ->check(CLI::IsMember(featureNames()));
  app.add_option("--without-act", arguments.settings.features.actsLeftOut,
                 "the same for operations")
      ->check(CLI::IsMember(Script::actNames()));
  app.add_option("--plant", arguments.plant, "a violation to plant, and to find")
      ->check(CLI::IsMember(plantNames()));
  app.add_flag("--quiet", arguments.isQuiet, "no progress on standard error");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  for (const std::string& name : arguments.without) arguments.settings.features.leaveOut(name);
  arguments.settings.plant = parsePlant(arguments.plant);
  return run(arguments);
}

}  // namespace keeve::campaign

int main(int argc, char** argv) {
  try {
    return keeve::campaign::runAll(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "keeve_gc_campaign: %s\n", error.what());
    return 1;
  }
}
