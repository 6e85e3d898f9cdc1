// The kernel: holds the vats of one store, and carries messages to them crank by crank, on several
// threads, until nothing is left to do.
//
// One thread installs, starts and runs; call(), refuse(), waitForRoom() and stop() are for any
// thread, at any time. Every method throws StoreError where the store fails; the kernel is of no
// more use then, and what it had not released was told to nobody.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "kernel/host_calls.h"
#include "kernel/kernel_state.h"
#include "kernel/output.h"
#include "kernel/sources/module_finder.h"
#include "protocol/worker.h"
#include "store/crank_buffer.h"
#include "store/store.h"

namespace keeve::kernel {

class CrankPool;
class KernelStepper;

struct VatSpec {
  VatSettings settings;
  std::string parameters;         // a body without slots
  ModuleFinder* files = nullptr;  // null: its stored sources; must outlive the kernel
};

// Code that vats can be made of while the kernel runs (SPEC §10's vatAdmin). Each vat of the app is
// such a source too, under its own name.
struct SourceSpec {
  VatSettings settings;           // of the vats made of it; `name` is the source's
  ModuleFinder* files = nullptr;  // read by install()
};

struct AppSpec {
  std::string name;          // the file name, without its folder
  std::string bootstrapVat;  // "" for none
  std::vector<VatSpec> vats;
  std::vector<SourceSpec> sources = {};
  // Where there are any, bootstrap() gets a second argument: a record of these host objects.
  std::vector<std::string> hostObjects = {};
};

struct FailedStart {
  std::string vat;
  std::string log;  // "Error: message" and the stack
};

// What a kernel is made of; all of it must outlive the kernel.
struct KernelParts {
  store::Store& store;
  VatWorkerFactory& workers;
  Output& output;
  const Clock& clock;
  const std::atomic<bool>& stop;  // once it is true, the kernel ends after the cranks in hand
};

struct KernelOptions {
  size_t threads = 1;         // that run vats; 0: one for each core
  size_t awakeMax = 0;        // vats that are kept in memory (SPEC §8.3); 0: all
  size_t queueMax = 100'000;  // deliveries that wait for one vat before its senders are held back
  size_t cacheBytesMax = size_t{64} << 20;  // that the state caches of all vats hold
  size_t groupBytesMax = size_t{1} << 20;   // of commits that go to the store as one batch; 0: each
  size_t markGrowthMin = 200'000;  // objects made before circles of garbage are searched for
  // caller: who fills a group, or commits much, brings it down
  store::GroupedStore::AppliedBy writes = store::GroupedStore::AppliedBy::thread;
  OutputGate::ReleasedBy outputs = OutputGate::ReleasedBy::thread;  // drain: by releaseOutputs()
};

class Kernel {
 public:
  // Opens what the store holds, or lays out an empty one; StoreError where its format is newer than
  // this kernel's.
  Kernel(const KernelParts& parts, std::string_view storeName, const KernelOptions& options = {});
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  // The name of the app that the store holds; "" where it holds none.
  const std::string& appName() const { return state_.app.name; }

  // Makes the vats of `app` that are not there yet, and has every vat of it, and every vat that was
  // made of its sources, take up its settings and sources at its next start. Vats that `app` does
  // not name stay as they are; those that have ended stay so. Requires that no vat was started.
  void install(const AppSpec& app);

  // Starts every vat's new incarnation; the vats that did not start.
  std::vector<FailedStart> startAll();

  // Sends a call to a vat's root object. `call` is the caller's number for it, used once and at
  // least 1, under which Output::result() will tell the result (or never, where the result is not
  // settled). `message` is as DeliverMessage describes it; its slots must be objects that the
  // kernel has told of.
  void call(uint64_t call, std::string_view vat, KernelCapData message);

  // Releases, in its turn, a rejected result for a call that is not made.
  void refuse(uint64_t call, std::string_view message);

  // The durable host object of that name (host_calls.h), made where there is none. For any thread.
  Kref hostObject(std::string_view name);

  // Settles a host call, in its turn; a key that is unknown or already settled is ignored. For any
  // thread. The answer is not durable when this returns: where the process ends first, the call
  // goes out again.
  void settleHostCall(HostAnswer answer);

  // The open host call of that key, as it went out; nullopt where there is none. For any thread.
  std::optional<HostCall> openHostCall(uint64_t key);

  // The host will not name these any more, which it was told by a result or a host call, once for each time that it was. Until
  // then they live (SPEC §7). For any thread.
  void letGo(const std::vector<Kref>& objects);

  // Host calls that have gone out, or will as soon as they are durable, and were not settled yet.
  // runUntilIdle() does not wait for them. For any thread.
  size_t openHostCallCount() const;

  // Returns when the vat's queue is not full, or the kernel is not running. Not for threads that
  // the kernel calls out on.
  void waitForRoom(std::string_view vat);

  // Delivers until nothing is left to do, or it is to stop. Outputs may still be held back then.
  void runUntilIdle();

  // Delivers whatever comes, until it is to stop.
  void run();

  // Collects all garbage there is (SPEC §7): has the heaps of vats collected, looks at every candidate, traces the whole store,
  // and deletes until it finds nothing more. Requires that no thread runs the kernel. `progress` is called now and then, with
  // what was freed so far. What it freed.
  using OnCollected = std::function<void(const Collected&)>;
  Collected collect(const OnCollected& progress = nullptr);
  // Has the store give back the space of what was deleted. May take long; vats may run meanwhile.
  void giveBackSpace() { store_.compact(); }

  // Ends run() and runUntilIdle() after the cranks in hand, as KernelParts::stop does, for good.
  void stop();

  // How often what vats used was in their state caches, since this kernel was made. For any thread.
  CacheTotals cacheTotals() const;
  // Writes those for tools to show.
  void noteCacheTotals();

  // Returns when all that was committed is durable and its outputs are released.
  void releaseOutputs() { gate_.drain(); }

 private:
  friend class KernelStepper;  // stands in for the threads in simulations (testing/)

  Collected collectRound();
  void watchBootstrap();
  void readCrashNote();
  void resumeEnds();
  void sendOpenHostCalls();

  // Parts of install(), into `buffer`.
  void installVat(store::CrankBuffer& buffer, const VatSpec& spec);
  Vat& createVat(store::CrankBuffer& buffer, const VatSpec& spec);
  void installSource(store::CrankBuffer& buffer, const SourceSpec& spec);
  void keepSource(store::CrankBuffer& buffer, const SourceSpec& spec, SourceRecord record);
  void updateVatsMadeOf(const SourceSpec& spec);
  void installApp(store::CrankBuffer& buffer, const AppSpec& app);

  store::GroupedStore store_;
  OutputGate gate_;
  KernelState state_;
  std::vector<std::unique_ptr<ModuleFinder>> sharedFinders_;
  CacheTotals notedTotals_;
  bool hostCallsAreSent_ = false;  // those that the store held
  std::unique_ptr<CrankPool> pool_;
};

}  // namespace keeve::kernel
