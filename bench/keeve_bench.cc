#include "bench/keeve_bench.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "base/check.h"
#include "bench/measured_kernel.h"
#include "kernel/tables/schema.h"
#include "liveslots/liveslots_worker.h"
#include "protocol/vat_records.h"
#include "store/memory_store.h"
#include "store/rocks_store.h"

namespace keeve::bench {
namespace {

constexpr const char* kVatName = "target";
constexpr kernel::VatId kVat(1);  // a new store's first vat

constexpr size_t kMessages = 5000;
constexpr size_t kInFlight = 1000;
constexpr size_t kOneByOne = 200;
constexpr size_t kWarmPasses = 5;

class Bench {
 public:
  // The measured vat runs `file`.
  Bench(const Plan& plan, store::Store& store, std::string_view storeName,
        VatWorkerFactory& factory, SourceFile file)
      : plan_(plan),
        file_(std::move(file)),
        kernel_(store, storeName, factory, "client",
                {measuredVat(kVatName, file_), measuredVat("client", clientFile_)}) {}

  // Each operation on objects once, with so many made by `create`. The first pass is what the other systems are measured by; each
  // after it does the same on more objects, `weakInit` on a sample of those that had none.
  Figures objects(size_t created) {
    const size_t sample = plan_.sample();
    const size_t each = plan_.perCall();
    return {
        cranks("createOnly", sample, sample),
        cranks("create", created, plan_.perCrank()),
        cranks("readRandom", sample, each),
        cranks("incRandom", sample, each),
        cranks("incHot", plan_.hot(), each),
        cranks("weakInit", sample, sample, {passes_++ * sample}),
        cranks("weakGet", sample, each, {sample}),
    };
  }

  // Those, and each kind of message.
  Figures all(size_t created) {
    Figures figures = objects(created);
    figures.push_back(messages("ping", "pings", kMessages, kInFlight));
    figures.push_back(messages("incMessage", "incs", kMessages, kInFlight));
    figures.push_back(messages("pingOne", "pingOne", kOneByOne, kOneByOne));
    return figures;
  }

 private:
  // `count` operations in calls of `each`, which are passed on to the method, with `more`.
  Figure cranks(const std::string& op, size_t count, size_t each,
                const std::vector<size_t>& more = {}) {
    return timed(op, count, [&] {
      for (size_t start = 0; start < count; start += each) {
        std::vector<std::string> args{numberBody(std::min(each, count - start))};
        for (const size_t number : more) args.push_back(numberBody(number));
        kernel_.send(kVatName, op, args);
        kernel_.run();
      }
      kernel_.finish();
    });
  }

  // `count` messages of the client to the measured vat, in calls of `method` that send `each` at once.
  Figure messages(const std::string& op, const std::string& method, size_t count, size_t each) {
    return timed(op, count, [&] {
      for (size_t sent = 0; sent < count; sent += each) {
        kernel_.send("client", method, {numberBody(each)});
        kernel_.run();
      }
      kernel_.finish();
    });
  }

  const Plan& plan_;
  size_t passes_ = 0;
  SourceFile file_;
  SourceFile clientFile_{"vat-client.js"};
  MeasuredKernel kernel_;
};

// Calls `visit` with the number and the pair of each record in a table of the vat.
template <typename Visit>
void visitTable(const store::Store& store, VatTable table, const Visit& visit) {
  const std::string prefix =
      kernel::vatPartKey(kVat, kernel::VatPart::data) + static_cast<char>(table);
  const auto cursor = store.cursor();
  for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix); cursor->next()) {
    std::string_view rest = cursor->key().substr(prefix.size());
    uint64_t id = 0;
    KEEVE_CHECK(takeOrderedVarint(rest, id));
    visit(id, std::pair(std::string(cursor->key()), std::string(cursor->value())));
  }
}

Stored readStored(const Plan& plan, const store::Store& store) {
  Stored stored;
  visitTable(store, VatTable::state,
             [&](uint64_t, Pairs::value_type pair) { stored.states.push_back(std::move(pair)); });
  // The first are those of createOnly, which are in no index.
  KEEVE_CHECK(stored.states.size() >= plan.objects, stored.states.size());
  stored.states.erase(stored.states.begin(),
                      stored.states.end() - static_cast<std::ptrdiff_t>(plan.objects));
  visitTable(store, VatTable::entry,
             [&](uint64_t, Pairs::value_type pair) { stored.index.push_back(std::move(pair)); });
  visitTable(store, VatTable::weakEntry,
             [&](uint64_t, Pairs::value_type pair) { stored.balances.push_back(std::move(pair)); });
  return stored;
}

// `pass` first in a vat that has done nothing yet, with all objects, and then warm, with a few more each time.
template <typename Pass>
Figures firstAndWarm(const Plan& plan, const Pass& pass, const std::function<void()>& afterFirst) {
  Figures figures = pass(plan.objects);
  afterFirst();
  std::vector<Figures> passes;
  for (size_t i = 0; i < kWarmPasses; ++i) passes.push_back(pass(plan.sample()));
  const Figures warm = medians(passes);
  for (size_t i = 0; i < warm.size(); ++i) figures[i].warmUs = warm[i].us;
  return figures;
}

}  // namespace

KeeveRun runKeeve(const Plan& plan, engine::Engine& engine, const std::string& folder) {
  liveslots::LiveslotsFactory factory(engine);
  const std::unique_ptr<store::Store> store =
      store::openRocksStore(folder, store::OpenMode::createIfMissing, plan.profile);
  Bench bench(plan, *store, folder, factory, SourceFile("vat-target.js"));
  KeeveRun run;
  run.figures = firstAndWarm(
      plan, [&](size_t created) { return bench.all(created); },
      [&] { run.stored = readStored(plan, *store); });
  return run;
}

Figures runPlain(const Plan& plan, engine::Engine& engine) {
  liveslots::LiveslotsFactory factory(engine);
  store::MemoryStore store;
  Bench bench(plan, store, "memory", factory, SourceFile({"plain-objects.js", "vat-target.js"}));
  return firstAndWarm(
      plan, [&](size_t created) { return bench.objects(created); }, [] {});
}

}  // namespace keeve::bench
