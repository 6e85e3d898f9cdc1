#include "bench/drop_bench.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "keeve/app.h"
#include "keeve/inspect.h"
#include "keeve/kernel.h"

namespace keeve::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr size_t kEach = 10'000;  // objects that a call makes
constexpr double kQuietMs = 1000;

void writeConfig(const std::string& path) {
  const std::string source = KEEVE_BENCH_DIR "/vat-drop.js";
  const std::string limits = R"("limits": { "crankMs": 600000 })";
  std::ofstream out(path);
  out << R"({ "bootstrap": "main", "vats": { "main": { "source": ")" << source << "\", " << limits
      << R"( }, "other": { "source": ")" << source << "\", " << limits << " } } }";
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

void expect(const Call& call) {
  const auto outcome = call.outcome();
  if (!outcome || !std::holds_alternative<Fulfilled>(*outcome))
    throw std::runtime_error("a call of the benchmark failed");
}

uint64_t objectsIn(const std::string& store) {
  for (const auto& [name, value] : Inspector(store).stats()) {
    if (name == "objects") return value;
  }
  return 0;
}

void make(const KernelOptions& options, const std::string& config, const std::string& method,
          size_t objects) {
  const auto kernel = Kernel::create(options, App::load(config));
  kernel->start();
  for (size_t made = 0; made < objects; made += kEach) {
    const auto count = static_cast<double>(std::min(kEach, objects - made));
    const Call call = kernel->queueToRoot("main", method, {"it", count});
    kernel->runUntilIdle();
    kernel->flush();
    expect(call);
  }
}

// The waits of calls to the other vat, one at a time, each as durable as any: until the kernel has been quiet for a while, as
// the times of the calls before the drop tell quiet.
std::vector<double> pingWhile(Kernel& kernel, double milliseconds) {
  std::vector<double> waits;
  const auto start = Clock::now();
  while (Milliseconds(Clock::now() - start).count() < milliseconds) {
    const auto sent = Clock::now();
    kernel.queueToRoot("other", "ping", {}).get();
    waits.push_back(Milliseconds(Clock::now() - sent).count());
  }
  std::sort(waits.begin(), waits.end());
  return waits;
}

double at(const std::vector<double>& sorted, size_t percent) {
  return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, sorted.size() * percent / 100)];
}

void measure(const DropPlan& plan, const std::string& folder, const std::string& method) {
  const std::string config = folder + "-" + method + ".json";
  writeConfig(config);
  KernelOptions options;
  options.store = folder + "-" + method;
  options.threads = 2;
  make(options, config, method, plan.objects);

  // How long it takes alone.
  double aloneMs = 0;
  {
    const auto kernel = Kernel::open(options);
    kernel->start();
    kernel->runUntilIdle();
    const auto start = Clock::now();
    const Call call = kernel->queueToRoot("main", "drop", {"it"});
    kernel->runUntilIdle();
    aloneMs = Milliseconds(Clock::now() - start).count();
    kernel->flush();
    expect(call);
  }
  const uint64_t left = objectsIn(options.store);
  if (left != 0) throw std::runtime_error(std::to_string(left) + " objects were not freed");

  // And what it does to others.
  make(options, config, method, plan.objects);
  std::vector<double> before;
  std::vector<double> during;
  {
    const auto kernel = Kernel::open(options);
    kernel->start();
    std::thread runner([&] { kernel->run(); });
    before = pingWhile(*kernel, kQuietMs);
    kernel->queueToRoot("main", "drop", {"it"}).get();
    during = pingWhile(*kernel, aloneMs);
    kernel->stop();
    runner.join();
  }
  std::printf(
      "{\"peer\":\"keeve\",\"op\":\"drop\",\"shape\":\"%s\",\"n\":%zu,\"usEach\":%.2f,"
      "\"waitMsP50Before\":%.3f,\"waitMsP99Before\":%.3f,\"waitMsP50\":%.3f,\"waitMsP99\":%.3f,"
      "\"waitMsMax\":%.3f,\"pings\":%zu}\n",
      method.c_str(), plan.objects, aloneMs * 1e3 / static_cast<double>(plan.objects),
      at(before, 50), at(before, 99), at(during, 50), at(during, 99), at(during, 100),
      during.size());
  std::fflush(stdout);
}

}  // namespace

void runDrop(const DropPlan& plan, const std::string& folder) {
  for (const char* method : {"chain", "fill"}) measure(plan, folder, method);
}

}  // namespace keeve::bench
