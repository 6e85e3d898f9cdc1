#include "bench/keeve_bench.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>

#include "base/check.h"
#include "base/clock.h"
#include "kernel/bodies.h"
#include "kernel/kernel.h"
#include "kernel/schema.h"
#include "liveslots/liveslots_worker.h"
#include "protocol/body_writer.h"
#include "protocol/vat_records.h"
#include "store/store.h"

namespace keeve::bench {
namespace {

constexpr std::string_view kVatName = "target";
constexpr kernel::VatId kVat(1);  // a new store's only vat

class TargetFile final : public kernel::ModuleFinder {
 public:
  TargetFile() {
    std::ifstream in(KEEVE_BENCH_DIR "/vat-target.js", std::ios::binary);
    text_.assign(std::istreambuf_iterator<char>(in), {});
    if (!in) throw std::runtime_error("cannot read " KEEVE_BENCH_DIR "/vat-target.js");
  }
  kernel::FindAnswer find(std::string_view, std::string_view specifier) override {
    if (!specifier.empty()) return kernel::NoSuchModule{"the measured vat imports nothing"};
    return kernel::FoundModule{"keeve:///vat-target.js", text_};
  }

 private:
  std::string text_;
};

// Keeps the one result that is waited for.
class LastResult final : public kernel::Output {
 public:
  void line(const kernel::PrintedLine&) override {}
  void result(const kernel::CallResult& result) override { last_ = result; }
  void flush() override {}

  // Of the call with that number, which must have been released.
  void expectFulfilled(uint64_t call) const {
    if (!last_ || last_->call != call)
      throw std::runtime_error("a call of the benchmark has no result");
    if (last_->rejected) throw std::runtime_error(kernel::describeReason(last_->body));
  }

 private:
  std::optional<kernel::CallResult> last_;
};

std::string numberBody(size_t number) {
  BodyWriter writer;
  writer.number(static_cast<double>(number));
  return writer.take();
}

class Bench {
 public:
  Bench(const Plan& plan, store::Store& store, std::string_view storeName,
        VatWorkerFactory& factory)
      : plan_(plan), kernel_({store, factory, output_, clock_, stop_}, storeName) {
    BodyWriter none;
    none.undefined();
    kernel::VatSpec vat;
    vat.settings.name = kVatName;
    vat.settings.limits.crankMsMax = 600'000;
    vat.parameters = none.take();
    vat.files = &file_;
    kernel_.install({.name = "vat-target.js", .bootstrapVat = "", .vats = {vat}});
    const std::vector<kernel::FailedStart> failed = kernel_.startAll();
    if (!failed.empty())
      throw std::runtime_error("the measured vat does not start: " + failed.front().log);
  }

  Figures run() {
    const size_t sample = plan_.sample();
    const size_t each = plan_.perCrank();
    return {
        cranks("createOnly", sample, sample),    cranks("create", plan_.objects, each),
        cranks("readRandom", sample, each),      cranks("incRandom", sample, each),
        cranks("incHot", plan_.hot(), each),     cranks("weakInit", sample, sample),
        cranks("weakGet", sample, each, sample),
    };
  }

 private:
  // `count` operations in calls of `each`, which are passed on to the method, with `more` where it is not 0.
  Figure cranks(const std::string& op, size_t count, size_t each, size_t more = 0) {
    return timed(op, count, [&] {
      for (size_t start = 0; start < count; start += each) {
        std::vector<std::string> args{numberBody(std::min(each, count - start))};
        if (more != 0) args.push_back(numberBody(more));
        kernel_.call(++calls_, kVatName, {kernel::methodBody(op, args), {}});
        kernel_.runUntilIdle();
      }
      kernel_.releaseOutputs();
      output_.expectFulfilled(calls_);
    });
  }

  const Plan& plan_;
  TargetFile file_;
  LastResult output_;
  SystemClock clock_;
  const std::atomic<bool> stop_ = false;
  uint64_t calls_ = 0;
  kernel::Kernel kernel_;
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
  visitTable(store, VatTable::entry, [&](uint64_t id, Pairs::value_type pair) {
    const auto bytes = store.get(kernel::vatDataKey(kVat, {.table = VatTable::store, .id = id}));
    const auto record = bytes ? parseStore(*bytes) : std::nullopt;
    KEEVE_CHECK(record.has_value(), id);
    (record->strength == Strength::strong ? stored.index : stored.balances)
        .push_back(std::move(pair));
  });
  return stored;
}

}  // namespace

KeeveRun runKeeve(const Plan& plan, engine::Engine& engine, const std::string& folder) {
  liveslots::LiveslotsFactory factory(engine);
  const std::unique_ptr<store::Store> store =
      store::openStore(folder, store::OpenMode::createIfMissing);
  KeeveRun run;
  run.figures = Bench(plan, *store, folder, factory).run();
  run.stored = readStored(plan, *store);
  return run;
}

}  // namespace keeve::bench
