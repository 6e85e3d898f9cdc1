#include "cli/gc_command.h"

#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include "keeve/inspect.h"
#include "keeve/kernel.h"

namespace keeve::cli {

namespace {

using Counts = std::vector<std::pair<std::string, uint64_t>>;

// Long work says how far it is, seldom.
class Progress {
 public:
  Progress(const Environment& environment, std::string what)
      : environment_(environment), what_(std::move(what)) {}

  void tell(uint64_t count) {
    constexpr std::chrono::seconds kEvery{2};
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < kEvery) return;
    last_ = now;
    complain(environment_, "keeve: gc: " + std::to_string(count) + " " + what_);
  }

 private:
  const Environment& environment_;
  const std::string what_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

std::string textOf(const Counts& counts, const GcOptions& options) {
  std::string text;
  for (const auto& [name, count] : counts) {
    if (options.asJson) {
      text += (text.empty() ? "{\"" : ",\"") + name + "\":" + std::to_string(count);
    } else {
      text += name + " " + std::to_string(count) + "\n";
    }
  }
  return options.asJson ? text + "}\n" : text;
}

uint64_t diskBytes(const std::string& storeUrl) {
  for (const auto& [name, value] : Inspector(storeUrl).stats()) {
    if (name == "diskBytes") return value;
  }
  return 0;
}

Counts collect(const Environment& environment, const std::string& storeUrl) {
  Progress progress(environment, "objects freed so far");
  ProcessOutput output(environment.streams);
  VatOptions options;
  options.store = storeUrl;
  const auto kernel = Kernel::open(kernelOptions(environment, options, output));
  const Collected freed =
      kernel->collect([&](const Collected& soFar) { progress.tell(soFar.objects); });
  kernel->flush();
  return {{"objects", freed.objects},   {"stores", freed.stores},   {"entries", freed.entries},
          {"promises", freed.promises}, {"imports", freed.imports}, {"bytes", freed.bytes}};
}

Counts lookOnly(const Environment& environment, const std::string& storeUrl) {
  Progress progress(environment, "objects reached so far");
  const GarbageLook garbage =
      Inspector(storeUrl).garbage([&](uint64_t reached) { progress.tell(reached); });
  return {{"objects", garbage.objects},
          {"stores", garbage.stores},
          {"entries", garbage.entries},
          {"promises", garbage.promises},
          {"bytes", garbage.bytes}};
}

}  // namespace

Exit collectGarbage(const Environment& environment, const GcOptions& options,
                    const std::string& storeUrl) {
  Counts counts =
      options.isDryRun ? lookOnly(environment, storeUrl) : collect(environment, storeUrl);
  if (!options.isDryRun) counts.emplace_back("diskBytes", diskBytes(storeUrl));
  writeAll(environment.streams.out, textOf(counts, options));
  return Exit::fine;
}

}  // namespace keeve::cli
