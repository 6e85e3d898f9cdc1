#include "host/host_kernel.h"

#include <stdexcept>
#include <utility>

#include "host/process_engine.h"
#include "host/wire.h"

namespace keeve::host {

namespace {

uint64_t nextKernelNumber() {
  static std::atomic<uint64_t> last = 0;
  return ++last;
}

// The wall time of `wall`; the other time is the system's.
class FunctionClock final : public Clock {
 public:
  explicit FunctionClock(std::function<double()> wall) : wall_(std::move(wall)) {}

  double wallMs() const override { return wall_(); }
  double monotonicMs() const override { return system_.monotonicMs(); }

 private:
  const std::function<double()> wall_;
  const SystemClock system_;
};

std::unique_ptr<Clock> clockOf(const keeve::KernelOptions& options) {
  if (options.clock) return std::make_unique<FunctionClock>(options.clock);
  return std::make_unique<SystemClock>();
}

kernel::KernelOptions kernelOptions(const keeve::KernelOptions& options) {
  kernel::KernelOptions out;
  out.threads = options.threads;
  out.awakeMax = options.awake;
  out.queueMax = options.queueMax;
  out.cacheBytesMax = options.cacheMb << 20;
  return out;
}

Collected collectedOf(const kernel::Collected& freed) {
  return {freed.objects, freed.stores, freed.entries, freed.promises, freed.imports, freed.bytes};
}

}  // namespace

// While one lives, its thread is the one that runs the kernel.
class HostKernel::Running {
 public:
  explicit Running(HostKernel& kernel) : kernel_(kernel) {
    const std::lock_guard lock(kernel_.runningMutex_);
    if (kernel_.running_) throw std::logic_error("the kernel is run by another thread already");
    kernel_.running_ = true;
  }
  ~Running() {
    const std::lock_guard lock(kernel_.runningMutex_);
    kernel_.running_ = false;
    kernel_.ended_.notify_all();  // with the lock held: who waits destroys it next
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  HostKernel& kernel_;
};

HostKernel::HostKernel(const keeve::KernelOptions& options, std::unique_ptr<store::Store> store,
                       VatWorkerFactory& workers, InstallableApp app)
    : number_(nextKernelNumber()),
      clock_(clockOf(options)),
      stop_(options.stop ? *options.stop : neverStop_),
      app_(std::move(app)),
      bootstrap_(std::make_shared<Call::State>()),
      store_(std::move(store), [this](const std::exception& error) { fail(error); }),
      link_(std::make_shared<HostLink>(
          number_, [this](kernel::HostAnswer answer) { kernel_.settleHostCall(std::move(answer)); },
          [this](const std::vector<kernel::Kref>& told) { kernel_.letGo(told); })),
      dispatch_(
          link_, [this](uint64_t key) { return kernel_.openHostCall(key); },
          [this](const std::exception& error) { fail(error); }),
      outlet_(link_, options, calls_, dispatch_,
              [this](const std::exception& error) { fail(error); }),
      kernel_({store_, workers, outlet_, *clock_, stop_}, options.store, kernelOptions(options)) {
  isOpen_ = true;
  calls_.add(kernel::kBootstrapCall, bootstrap_);
  if (!app_.spec.name.empty()) kernel_.install(app_.spec);
}

HostKernel::~HostKernel() {
  stop();
  {
    std::unique_lock lock(runningMutex_);
    ended_.wait(lock, [this] { return !running_; });
  }
  try {
    kernel_.releaseOutputs();
  } catch (...) {
    // Who wants to hear of it calls flush() first; what was not told is lost, as after a crash.
  }
  calls_.close("the kernel was closed before the call was known to be settled");
  link_->close();
  calls_.dropCallbacks();
  dispatch_.end();  // the handler at work may use the kernel
}

std::vector<FailedStart> HostKernel::start() {
  const Running running(*this);
  std::vector<FailedStart> failed;
  guarded([&] {
    for (kernel::FailedStart& each : kernel_.startAll()) {
      failed.push_back({std::move(each.vat), std::move(each.log)});
    }
  });
  return failed;
}

Call HostKernel::queueToRoot(std::string_view vat, std::string_view method,
                             const std::vector<Value>& args) {
  const auto state = std::make_shared<Call::State>();
  queue(vat, method, args, state);
  return Call(state);
}

void HostKernel::queueToRoot(std::string_view vat, std::string_view method,
                             const std::vector<Value>& args, Call::OnSettled onSettled) {
  const auto state = std::make_shared<Call::State>();
  state->then(std::move(onSettled));
  queue(vat, method, args, state);
}

void HostKernel::queue(std::string_view vat, std::string_view method,
                       const std::vector<Value>& args, std::shared_ptr<Call::State> state) {
  kernel::KernelCapData message = Wire::message(number_, method, args);
  if (!TellingThread::isThisThread()) kernel_.waitForRoom(vat);
  kernel_.call(calls_.add(std::move(state)), vat, std::move(message));
  if (dispatch_.hasHandlers()) link_->stir();
}

Ref HostKernel::addHostObject(std::string_view name, HostHandler handler) {
  if (name.empty() || !handler)
    throw std::invalid_argument("a host object needs a name and a handler");
  const kernel::Kref object = kernel_.hostObject(name);
  dispatch_.add(name, std::move(handler));
  return Wire::ref(number_, object, std::string(name));
}

void HostKernel::runUntilIdle() {
  const Running running(*this);
  guarded([this] { runWhileAnythingMayCome(); });
}

void HostKernel::runWhileAnythingMayCome() {
  while (!isStopping()) {
    const uint64_t stirs = link_->stirs();
    kernel_.runUntilIdle();
    if (!dispatch_.hasHandlers()) return;
    kernel_.releaseOutputs();  // so that host calls have gone out
    HostLink::Wait waited = HostLink::Wait::stillHeld;
    while (waited == HostLink::Wait::stillHeld && !isStopping()) waited = link_->waitForStir(stirs);
    if (waited == HostLink::Wait::nothingHeld) return;
  }
}

void HostKernel::run() {
  const Running running(*this);
  guarded([this] { kernel_.run(); });
}

void HostKernel::stop() {
  stopped_ = true;
  kernel_.stop();
  link_->stir();
}

Collected HostKernel::collect(const std::function<void(const Collected&)>& progress) {
  const Running running(*this);
  Collected collected;
  guarded([&] {
    const auto tell = [&](const kernel::Collected& freed) {
      if (progress) progress(collectedOf(freed));
    };
    collected = collectedOf(kernel_.collect(tell));
    kernel_.giveBackSpace();
  });
  return collected;
}

CacheStats HostKernel::cacheStats() const {
  const kernel::CacheTotals totals = kernel_.cacheTotals();
  return {totals.hits, totals.misses};
}

void HostKernel::flush() {
  if (TellingThread::isThisThread())
    throw std::logic_error("a thread that the kernel tells of results on waits for them");
  guarded([this] {
    kernel_.noteCacheTotals();
    kernel_.releaseOutputs();
  });
}

void HostKernel::guarded(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& error) {
    fail(error);
    calls_.dropCallbacks();
    throw;
  }
  const std::lock_guard lock(failureMutex_);
  if (!failure_.empty()) throw std::runtime_error(failure_);
}

void HostKernel::fail(const std::exception& error) {
  {
    const std::lock_guard lock(failureMutex_);
    if (failure_.empty()) failure_ = error.what();
  }
  stopped_ = true;
  if (isOpen_) kernel_.stop();
  calls_.close(std::string("the kernel failed: ") + error.what());
}

}  // namespace keeve::host

namespace keeve {

std::unique_ptr<Kernel> Kernel::create(const KernelOptions& options, const App& app) {
  host::InstallableApp installable = host::installable(app);
  auto store = store::openStore(options.store, store::OpenMode::createIfMissing);
  return std::make_unique<host::HostKernel>(options, std::move(store), host::processWorkers(),
                                            std::move(installable));
}

std::unique_ptr<Kernel> Kernel::open(const KernelOptions& options) {
  auto store = store::openStore(options.store, store::OpenMode::mustExist);
  return std::make_unique<host::HostKernel>(options, std::move(store), host::processWorkers(),
                                            host::InstallableApp{});
}

}  // namespace keeve
