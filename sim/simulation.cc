#include "sim/simulation.h"

#include <array>
#include <atomic>
#include <memory>
#include <set>

#include "base/check.h"
#include "base/clock.h"
#include "kernel/kernel.h"
#include "kernel/tables/bodies.h"
#include "sim/actor.h"
#include "sim/audit.h"
#include "sim/stepper.h"
#include "sim/world.h"
#include "store/fault_store.h"
#include "store/memory_store.h"

namespace keeve::sim {

namespace {

constexpr uint64_t kStepsMax = 1'000'000;  // of a life: what goes on for longer goes on for ever
constexpr int kClosingRounds = 30;

// The outside world: what it asked for, and what it was told.
class Outside final : public kernel::Output {
 public:
  explicit Outside(World& world) : world_(world) {}

  void line(const kernel::PrintedLine&) override {}
  void result(const kernel::CallResult& result) override {
    world_.expect(result.call == kernel::kBootstrapCall || open.erase(result.call) == 1,
                  "call " + std::to_string(result.call) + " was told of twice");
    if (!marks_.contains(result.call)) return;
    (result.rejected ? world_.marksRefused : world_.marksTold).insert(result.call);
  }
  void flush() override {}

  void ask(kernel::Kernel& kernel, const std::string& vat, uint64_t call,
           const std::string& method) {
    if (method.starts_with("mark")) marks_.insert(call);
    open.insert(call);
    kernel.call(call, vat, {kernel::methodBody(method, {}), {}});
  }

  std::set<uint64_t> open;  // calls of this life

 private:
  World& world_;
  std::set<uint64_t> marks_;
};

class Simulation {
 public:
  Simulation(uint64_t seed, const std::optional<Plant>& plant)
      : world_(seed),
        faulty_(std::make_unique<store::MemoryStore>(), seed),
        planted_(plant ? plantedStore(faulty_, *plant, seed) : nullptr),
        store_(planted_ ? *planted_ : static_cast<store::Store&>(faulty_)) {}

  Outcome run() {
    const uint64_t lives = 3 + world_.random.below(4);
    for (uint64_t n = 1; n <= lives && world_.violations.empty(); ++n) {
      const bool isLast = n == lives;
      live(isLast ? Life::last : Life::killed);
      if (isLast) break;
      outcome_.batches += faulty_.appliedCount();
      faulty_.crash();
      ++outcome_.kills;
      auditStore(faulty_, world_);
    }
    outcome_.violations = world_.violations;
    return outcome_;
  }

 private:
  enum class Life : uint8_t { killed, last };

  void live(Life sort) {
    const uint64_t stepsMax = planLife(sort);
    bool isFailing = sort == Life::killed;
    Outside outside(world_);
    try {
      kernel::Kernel kernel({store_, actors_, outside, clock_, stop_}, "simulation", someOptions());
      install(kernel);
      kernel::KernelStepper stepper(kernel, world_.random, 1 + world_.random.below(4));
      if (world_.random.oneIn(2)) stepper.startAll();
      const bool isDone = run(kernel, stepper, outside, stepsMax);
      if (sort == Life::killed) return;
      world_.expect(isDone, "there is always something left to do");
      if (isDone) close(kernel, stepper, outside);
    } catch (const store::StoreError& error) {
      world_.expect(isFailing,
                    std::string("the store was healthy, and the kernel says: ") + error.what());
    } catch (const CheckFailed& error) {
      world_.expect(false, error.what());
    }
  }

  // How long the life is, and how wild.
  uint64_t planLife(Life sort) {
    Random& random = world_.random;
    world_.isClosing = false;
    world_.energy = 50 + random.below(250);
    world_.faultsIn = random.oneIn(3) ? 0 : 10 + random.below(40);
    faulty_.plan({});
    if (sort == Life::last) return kStepsMax;
    switch (random.below(4)) {
      case 0:
        faulty_.plan({.failGet = random.below(3000)});
        break;
      case 1:
        faulty_.plan({.failApply = random.below(100)});
        break;
      case 2:
        faulty_.plan({.failSync = random.below(10)});
        break;
      default:
        return random.below(2000);
    }
    return kStepsMax;
  }

  kernel::KernelOptions someOptions() {
    Random& random = world_.random;
    constexpr std::array<size_t, 4> kGroups = {0, 300, 5000, size_t{1} << 20};
    constexpr std::array<size_t, 3> kQueues = {3, 30, 100'000};
    kernel::KernelOptions options;
    options.awakeMax = random.below(kActors);
    options.queueMax = kQueues.at(random.below(kQueues.size()));
    options.groupBytesMax = kGroups.at(random.below(kGroups.size()));
    options.outputs = kernel::OutputGate::ReleasedBy::drain;
    options.writes = store::GroupedStore::AppliedBy::caller;
    return options;
  }

  void install(kernel::Kernel& kernel) {
    if (!kernel.appName().empty() && world_.random.oneIn(2)) return;
    kernel::AppSpec app;
    app.name = "simulation";
    app.bootstrapVat = actorName(0);
    for (size_t i = 0; i < kActors; ++i) {
      kernel::VatSpec vat;
      vat.settings.name = actorName(i);
      vat.parameters = kernel::undefinedBody();
      app.vats.push_back(std::move(vat));
    }
    kernel.install(app);
  }

  // Steps, and calls now and then, until nothing is left to do; false where the life ends before.
  bool run(kernel::Kernel& kernel, kernel::KernelStepper& stepper, Outside& outside,
           uint64_t steps) {
    Random& random = world_.random;
    for (uint64_t calls = 10 + random.below(40); steps > 0; --steps) {
      ++outcome_.steps;
      const bool isBusy = stepper.step();
      if (!isBusy && calls == 0) return true;
      if (calls > 0 && (!isBusy || random.oneIn(20))) {
        --calls;
        ask(kernel, outside, random.oneIn(3) ? "mark" : "go");
      }
      if (random.oneIn(50)) stepper.flush();
      if (random.oneIn(30)) kernel.releaseOutputs();
    }
    return false;
  }

  // A call's vat is told by its number.
  void ask(kernel::Kernel& kernel, Outside& outside, const std::string& verb) {
    const uint64_t call = ++calls_;
    outside.ask(kernel, actorName(static_cast<size_t>(call % kActors)), call,
                verb == "mark" ? "mark " + std::to_string(call) : verb);
  }

  // Vats settle what they decide until nobody waits for anything.
  void close(kernel::Kernel& kernel, kernel::KernelStepper& stepper, Outside& outside) {
    world_.isClosing = true;
    for (int round = 0; round < kClosingRounds && world_.violations.empty(); ++round) {
      for (size_t i = 0; i < kActors; ++i) ask(kernel, outside, "close");
      for (uint64_t steps = kStepsMax; steps > 0 && stepper.step(); --steps) ++outcome_.steps;
    }
    kernel.releaseOutputs();
    if (!world_.violations.empty()) return;
    auditStore(faulty_, world_);
    auditEnd(faulty_, world_);
    outcome_.batches += faulty_.appliedCount();
  }

  World world_;
  Actors actors_{world_};
  store::FaultStore faulty_;
  std::unique_ptr<store::Store> planted_;
  store::Store& store_;
  const ManualClock clock_{1};
  const std::atomic<bool> stop_ = false;
  uint64_t calls_ = 0;
  Outcome outcome_;
};

}  // namespace

Outcome simulate(uint64_t seed, const std::optional<Plant>& plant) {
  return Simulation(seed, plant).run();
}

}  // namespace keeve::sim
