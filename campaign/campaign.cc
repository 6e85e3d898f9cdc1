#include "campaign/campaign.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <exception>
#include <memory>
#include <utility>

#include "base/check.h"
#include "campaign/compare.h"
#include "campaign/graph_walk.h"
#include "campaign/script.h"
#include "campaign/vat_kernel.h"
#include "kernel/inspect/check.h"
#include "store/fault_store.h"
#include "store/memory_store.h"

namespace keeve::campaign {

namespace {

constexpr uint64_t kOperationsOfRound = 2800;  // about
constexpr uint64_t kCollections = 40;          // of a long seed: each costs some ms
// From then on restarts are fewer: each costs some hundred ms, in which V8 compiles anew what is hot.
constexpr uint64_t kOperationsOfLong = 200'000;
constexpr size_t kReachedMax = 6000;  // things; from then on much is dropped

// Adds the time that the process works during its life to a sum.
class Stopwatch {
 public:
  explicit Stopwatch(double& seconds) : seconds_(seconds) {}
  ~Stopwatch() { seconds_ += static_cast<double>(std::clock() - start_) / CLOCKS_PER_SEC; }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  double& seconds_;
  const std::clock_t start_ = std::clock();
};

Program fourVats(const VatSources& sources) {
  Program program;
  for (size_t vat = 0; vat < kVats; ++vat) {
    program.vats.push_back({vatName(vat),
                            sources.vat,
                            numberBody(static_cast<double>(vat)),
                            {{"./gc-objects.js", sources.objects}}});
  }
  program.bootstrapVat = vatName(0);
  program.hostObjects = {"host"};
  return program;
}

class Campaign {
 public:
  Campaign(uint64_t seed, const Settings& settings, VatWorkerFactory& factory,
           const VatSources& sources)
      : settings_(settings),
        factory_(factory),
        program_(fourVats(sources)),
        random_(seed),
        store_(std::make_unique<store::MemoryStore>(), seed),
        script_(graph_, random_, settings.features),
        roundsToCollection_(
            std::clamp<uint64_t>(settings.operations / kOperationsOfRound / kCollections, 3, 30)) {}

  Outcome run() {
    try {
      open();
      while (script_.operations() < settings_.operations && isWhole()) turn();
      if (isWhole()) finish();
    } catch (const std::exception& error) {
      fault(error.what());
    }
    outcome_.operations = script_.operations();
    outcome_.made = graph_.things.size() - 1;
    return std::move(outcome_);
  }

 private:
  bool isWhole() const { return outcome_.faults.empty(); }
  void fault(const std::string& what) {
    outcome_.faults.push_back("round " + std::to_string(script_.round()) + ": " + what);
  }

  void open() {
    const Stopwatch watch(outcome_.startSeconds);
    const size_t threads = random_.oneIn(4) ? 2 : 1;
    kernel_ =
        std::make_unique<VatKernel>(store_, factory_, program_, threads, VatKernel::Start::all);
    graph_.startHeaps();
  }

  void turn() {
    round();
    const Features& features = settings_.features;
    if (!graph_.held.empty() && random_.oneIn(3)) settle();
    if (!random_.oneIn(roundsToCollection_)) return;
    if (random_.oneIn(4)) look(Demand::atLeast);
    const uint64_t rarity = settings_.operations < kOperationsOfLong ? 4 : 12;
    if (features.kills && random_.oneIn(rarity)) return killWhileCollecting();
    if (features.restarts && random_.oneIn(rarity)) return restart();
    collect();
  }

  // A batch for each vat.
  void round() {
    if (roundsLeft_ == 0) {
      flavour_ = static_cast<Flavour>(random_.below(kFlavours));
      roundsLeft_ = 3 + random_.below(20);
    }
    --roundsLeft_;
    std::optional<Stopwatch> writing(outcome_.scriptSeconds);
    script_.beginRound(isTooMuch_ ? Flavour::drops : flavour_);
    std::array<Batch, kVats> batches;
    std::array<uint64_t, kVats> calls = {};
    for (size_t vat = 0; vat < kVats; ++vat) {
      batches[vat] = script_.batch(vat, 200 + random_.below(1000));
      calls[vat] = kernel_->call(vatName(vat), "run", {numbersBody(batches[vat].numbers)});
    }
    writing.reset();
    const Stopwatch watch(outcome_.vatSeconds);
    kernel_->run();
    for (size_t vat = 0; vat < kVats; ++vat) {
      const auto told = numbersOf(kernel_->take(calls[vat]).body);
      if (told != batches[vat].tells) tellDifference(vat, batches[vat].tells, told);
    }
  }

  void tellDifference(size_t vat, const std::vector<int64_t>& expected,
                      const std::vector<int64_t>& told) {
    size_t at = 0;
    while (at < expected.size() && at < told.size() && expected[at] == told[at]) ++at;
    fault("vat " + vatName(vat) + " tells " +
          (at < told.size() ? std::to_string(told[at]) : "nothing") + " and not " +
          (at < expected.size() ? std::to_string(expected[at]) : "nothing"));
  }

  void settle() {
    auto at = graph_.held.begin();
    std::advance(at, static_cast<long>(random_.below(graph_.held.size())));
    if (!kernel_->settle(static_cast<int64_t>(at->first))) fault("a call to the host is lost");
    graph_.held.erase(at);
    kernel_->run();
  }

  // Holds the store to the graph.
  void look(Demand demand) {
    const Stopwatch watch(outcome_.lookSeconds);
    ++outcome_.looks;
    const Reach reached = reach(graph_, Roots::all);
    isTooMuch_ = reached.count > (isTooMuch_ ? kReachedMax / 4 : kReachedMax);
    const StoredGraph stored = readStoredGraph(store_);
    for (const std::string& wrong : compare(graph_, reached, stored, demand)) fault(wrong);
    for (const std::string& wrong : kernel::checkStore(store_).faults) {
      if (outcome_.faults.size() < 20) fault("check: " + wrong);
    }
    if (demand == Demand::exactly) forget(graph_, reached);
  }

  // With the heaps as they are: awake, or asleep where the kernel has just been opened.
  void collect() {
    {
      const Stopwatch watch(outcome_.collectSeconds);
      kernel_->kernel().collect();
      kernel_->kernel().releaseOutputs();
      ++outcome_.collections;
    }
    // What a cycle through a heap holds stays for as long as the heap does.
    look(settings_.features.heapCycles ? Demand::atLeast : Demand::exactly);
  }

  // Without heaps: what is left is what can be reached, and nothing else.
  void collectAsleep() {
    {
      const Stopwatch watch(outcome_.collectSeconds);
      VatKernel asleep(store_, factory_, program_, 1, VatKernel::Start::asCalled);
      asleep.kernel().collect();
      asleep.kernel().releaseOutputs();
      ++outcome_.collections;
    }
    look(Demand::exactly);
  }

  void restart() {
    ++outcome_.restarts;
    if (random_.oneIn(2)) collect();
    close();
    if (isWhole()) collectAsleep();
    if (isWhole()) open();
    if (isWhole() && random_.oneIn(2)) collect();
  }

  void close() {
    kernel_.reset();
    graph_.endHeaps();
    if (settings_.plant && isWhole() && plantNow()) look(Demand::exactly);
  }

  // What is planted is found only where everything that is stored can be reached.
  bool plantNow() {
    {
      VatKernel asleep(store_, factory_, program_, 1, VatKernel::Start::asCalled);
      asleep.kernel().collect();
      asleep.kernel().releaseOutputs();
    }
    return plant(store_, readStoredGraph(store_), *settings_.plant, random_);
  }

  void killWhileCollecting() {
    ++outcome_.kills;
    store_.plan({.failApply = random_.below(random_.oneIn(2) ? 4 : 40)});
    try {
      kernel_->kernel().collect();
      kernel_->kernel().releaseOutputs();
    } catch (const store::StoreError&) {  // as planned
    }
    kernel_.reset();
    store_.crash();
    store_.plan({});
    graph_.endHeaps();
    look(Demand::atLeast);
    if (isWhole()) collectAsleep();
    if (!isWhole()) return;
    open();
    if (random_.oneIn(2)) collect();
  }

  void finish() {
    restart();
    if (!isWhole()) return;
    readEverything(graph_, *kernel_);
    collect();
  }

  const Settings& settings_;
  VatWorkerFactory& factory_;
  const Program program_;
  Random random_;
  Graph graph_;
  store::FaultStore store_;
  Script script_;
  const uint64_t roundsToCollection_;  // about
  std::unique_ptr<VatKernel> kernel_;
  Flavour flavour_ = Flavour::churn;
  uint64_t roundsLeft_ = 0;
  bool isTooMuch_ = false;
  Outcome outcome_;
};

}  // namespace

Outcome runCampaign(uint64_t seed, const Settings& settings, VatWorkerFactory& factory,
                    const VatSources& sources) {
  return Campaign(seed, settings, factory, sources).run();
}

}  // namespace keeve::campaign
