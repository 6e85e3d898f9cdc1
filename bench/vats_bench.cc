#include "bench/vats_bench.h"

#include <memory>

#include "bench/measured_kernel.h"
#include "liveslots/liveslots_worker.h"
#include "store/store.h"

namespace keeve::bench {
namespace {

constexpr size_t kInFlight = 1000;
constexpr size_t kOneByOne = 200;
constexpr size_t kRounds = 100'000'000;  // some 0.1 s

Figures messages(VatWorkerFactory& factory, const std::string& folder) {
  const auto store = store::openStore(folder, store::OpenMode::createIfMissing);
  SourceFile clientFile("vat-client.js");
  SourceFile targetFile("vat-target.js");
  MeasuredKernel kernel(*store, folder, factory, "client",
                        {measuredVat("client", clientFile), measuredVat("target", targetFile)});
  const auto call = [&](const char* vat, const char* method, size_t count) {
    kernel.send(vat, method, {numberBody(count)});
    kernel.run();
    kernel.finish();
  };
  call("target", "create", 1);
  return {
      timed("ping", kInFlight, [&] { call("client", "pings", kInFlight); }),
      timed("incMessage", kInFlight, [&] { call("client", "incs", kInFlight); }),
      timed("pingOne", kOneByOne, [&] { call("client", "pingOne", kOneByOne); }),
  };
}

Figure twoVats(VatWorkerFactory& factory, const std::string& folder, const char* op,
               size_t threads) {
  const auto store = store::openStore(folder, store::OpenMode::createIfMissing);
  SourceFile file("vat-busy.js");
  MeasuredKernel kernel(*store, folder, factory, "",
                        {measuredVat("one", file), measuredVat("two", file)}, {.threads = threads});
  const auto computeBoth = [&](size_t rounds) {
    for (const char* vat : {"one", "two"}) kernel.send(vat, "compute", {numberBody(rounds)});
    kernel.run();
    kernel.finish();
  };
  computeBoth(1);
  return timed(op, 2, [&] { computeBoth(kRounds); });
}

}  // namespace

Figures runVats(engine::Engine& engine, const std::string& folder) {
  liveslots::LiveslotsFactory factory(engine);
  Figures figures = messages(factory, folder + "-messages");
  figures.push_back(twoVats(factory, folder + "-serial", "serial", 1));
  figures.push_back(twoVats(factory, folder + "-parallel", "parallel", 2));
  return figures;
}

}  // namespace keeve::bench
