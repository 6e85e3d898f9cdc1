#include "bench/wake_bench.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "bench/measured_kernel.h"
#include "liveslots/liveslots_worker.h"
#include "store/store.h"

namespace keeve::bench {
namespace {

using Seconds = std::chrono::duration<double>;

Seconds durationOf(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::steady_clock::now() - start;
}

double peakMegabytes() {
  std::ifstream in("/proc/self/status");
  for (std::string word; in >> word;) {
    double kilobytes = 0;
    if (word == "VmHWM:" && in >> kilobytes) return kilobytes / 1024;
  }
  throw std::runtime_error("this system does not tell the peak of resident memory");
}

}  // namespace

void runWake(const WakePlan& plan, engine::Engine& engine, const std::string& folder) {
  liveslots::LiveslotsFactory factory(engine);
  const auto store = store::openStore(folder, store::OpenMode::createIfMissing);
  SourceFile file("vat-small.js");
  std::vector<std::string> names;
  std::vector<kernel::VatSpec> vats;
  for (size_t i = 0; i < plan.vats; ++i) {
    names.push_back("vat" + std::to_string(i));
    vats.push_back(measuredVat(names.back(), file));
  }
  std::optional<MeasuredKernel> kernel;
  const Seconds start = durationOf([&] {
    kernel.emplace(*store, folder, factory, "", vats,
                   kernel::KernelOptions{.threads = 0, .awakeMax = plan.awake});
  });
  const Seconds together = durationOf([&] {
    for (const std::string& name : names) kernel->send(name, "add", {numberBody(1)});
    kernel->run();
    kernel->finish();
  });
  std::vector<double> wakes;  // in milliseconds, each of the vat that slept longest
  for (size_t i = 0; i < std::min<size_t>(plan.vats, 1000); ++i) {
    const Seconds wake = durationOf([&] {
      kernel->send(names[i], "add", {numberBody(1)});
      kernel->run();
      kernel->finish();
    });
    wakes.push_back(wake.count() * 1e3);
  }
  std::sort(wakes.begin(), wakes.end());
  std::printf(
      "{\"peer\":\"keeve\",\"op\":\"wake\",\"vats\":%zu,\"awake\":%zu,\"startMsEach\":%.3f,"
      "\"messageMsEach\":%.3f,"
      "\"wakeMsP50\":%.3f,\"wakeMsP99\":%.3f,\"peakRssMb\":%.1f}\n",
      plan.vats, plan.awake, start.count() * 1e3 / static_cast<double>(plan.vats),
      together.count() * 1e3 / static_cast<double>(plan.vats), wakes[wakes.size() / 2],
      wakes[wakes.size() * 99 / 100], peakMegabytes());
}

}  // namespace keeve::bench
