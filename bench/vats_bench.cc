#include "bench/vats_bench.h"

#include <memory>

#include "bench/measured_kernel.h"
#include "liveslots/liveslots_worker.h"
#include "store/store.h"

namespace keeve::bench {
namespace {

constexpr size_t kRounds = 100'000'000;  // some 0.1 s

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
  Figures figures;
  figures.push_back(twoVats(factory, folder + "-serial", "serial", 1));
  figures.push_back(twoVats(factory, folder + "-parallel", "parallel", 2));
  return figures;
}

}  // namespace keeve::bench
