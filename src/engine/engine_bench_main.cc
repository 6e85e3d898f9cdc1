// What a realm costs: time to make and destroy one, memory that it keeps to itself, and the overhead of a run. One JSON
// line a figure. With a script for argument (testing/hardening_bench.js) it runs that instead, as docs/hardening.md says.
#include <unistd.h>
#include <v8-function.h>
#include <v8-primitive.h>
#include <v8-script.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/realm.h"
#include "engine/text.h"
#include "engineTestSnapshot.h"
#include "unhardenedSnapshot.h"

namespace {

using keeve::engine::Engine;
using keeve::engine::Realm;
using keeve::engine::RealmLimits;
using Clock = std::chrono::steady_clock;

void report(const char* what, double value, const char* unit) {
  std::cout << "{\"op\":\"" << what << "\",\"value\":" << value << ",\"unit\":\"" << unit
            << "\"}\n";
}

double msSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

// This process's own memory, in KiB.
double privateKib() {
  std::ifstream in("/proc/self/smaps_rollup");
  double sum = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("Private_")) sum += std::stod(line.substr(line.find(':') + 1));
  }
  return sum;
}

void measureRealms(Engine& engine) {
  constexpr int kRealms = 200;
  std::vector<double> made;
  std::vector<double> destroyed;
  for (int i = 0; i < kRealms; ++i) {
    Clock::time_point start = Clock::now();
    auto realm = std::make_unique<Realm>(engine, RealmLimits{});
    made.push_back(msSince(start));
    start = Clock::now();
    realm.reset();
    destroyed.push_back(msSince(start));
  }
  report("makeRealm", median(made), "ms");
  report("destroyRealm", median(destroyed), "ms");
  std::vector<std::unique_ptr<Realm>> kept;
  kept.reserve(kRealms);
  const double before = privateKib();
  for (int i = 0; i < kRealms; ++i) kept.push_back(std::make_unique<Realm>(engine, RealmLimits{}));
  report("privateMemoryOfARealm", (privateKib() - before) / kRealms, "KiB");
}

void measureRuns(Engine& engine) {
  constexpr int kRuns = 1'000'000;
  Realm realm(engine, {});
  const std::function<void()> nothing = [] {};
  const std::function<void()> drain = [&] { realm.drainMicrotasks(); };
  for (const auto& [name, work] :
       {std::pair("emptyRun", &nothing), std::pair("runThatDrains", &drain)}) {
    const Clock::time_point start = Clock::now();
    for (int i = 0; i < kRuns; ++i) realm.run(*work);
    report(name, msSince(start) * 1e6 / kRuns, "ns");
  }
}

// Gives the script `print` and `nowNs`.
void runScript(Engine& engine, const char* path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  Realm realm(engine, {.heapBytesMax = size_t{1} << 30, .runMsMax = 600'000});
  realm.run([&] {
    v8::Isolate* isolate = realm.isolate();
    const v8::Local<v8::Context> context = realm.context();
    const auto add = [&](const char* name, v8::FunctionCallback function) {
      context->Global()
          ->Set(context, keeve::engine::toV8Name(isolate, name),
                v8::Function::New(context, function).ToLocalChecked())
          .Check();
    };
    add("print", [](const v8::FunctionCallbackInfo<v8::Value>& info) {
      std::cout << keeve::engine::toUtf8(info.GetIsolate(), info[0].As<v8::String>()) << '\n';
    });
    add("nowNs", [](const v8::FunctionCallbackInfo<v8::Value>& info) {
      info.GetReturnValue().Set(static_cast<double>(Clock::now().time_since_epoch().count()));
    });
    const auto source = keeve::engine::toV8(isolate, text).ToLocalChecked();
    v8::Script::Compile(context, source).ToLocalChecked()->Run(context).ToLocalChecked();
    realm.drainMicrotasks();
  });
}

}  // namespace

// engine_bench [--unhardened] [SCRIPT]
int main(int argc, char** argv) {
  const bool unhardened = argc > 1 && std::string_view(argv[1]) == "--unhardened";
  Engine engine(unhardened ? keeve::unhardenedSnapshot() : keeve::engineTestSnapshot());
  const int rest = unhardened ? 2 : 1;
  if (argc > rest) {
    runScript(engine, argv[rest]);
  } else {
    measureRealms(engine);
    measureRuns(engine);
  }
  return 0;
}
