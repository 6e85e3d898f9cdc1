// The kernel: holds the vats of one store, and carries messages to them crank by crank until
// nothing is left to do.
//
// One thread uses a kernel, except for stop(), which any thread and any signal handler may call.
// Every method throws StoreError where the store fails; the kernel is of no more use then, and what
// it had not released was told to nobody.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "kernel/crank_runner.h"
#include "kernel/kref_allocator.h"
#include "kernel/module_finder.h"
#include "kernel/output.h"
#include "kernel/output_gate.h"
#include "kernel/run_queue.h"
#include "kernel/vat_table.h"
#include "protocol/worker.h"
#include "store/store.h"

namespace keeve::kernel {

struct VatSpec {
  VatSettings settings;
  std::string parameters;         // a body without slots
  ModuleFinder* files = nullptr;  // null: its stored sources; must outlive the kernel
};

struct AppSpec {
  std::string name;          // the file name, without its folder
  std::string bootstrapVat;  // "" for none
  std::vector<VatSpec> vats;
};

struct FailedStart {
  std::string vat;
  std::string log;  // "Error: message" and the stack
};

class Kernel {
 public:
  // Opens what the store holds, or lays out an empty one; StoreError where its format is newer than
  // this kernel's
  // (`storeName` is what the message calls it). All must outlive the kernel.
  Kernel(store::Store& store, std::string_view storeName, VatWorkerFactory& factory, Output& output,
         const Clock& clock);

  // The name of the app that the store holds; "" where it holds none.
  const std::string& appName() const { return app_.name; }

  // Makes the vats of `app` that are not there yet, and has every vat of it take up its settings
  // and sources at its next start. Vats that `app` does not name stay as they are. Requires that no
  // vat was started.
  void install(const AppSpec& app);

  // Starts every vat's new incarnation; the vats that did not start.
  std::vector<FailedStart> startAll();

  // Sends a call to a vat's root object: its number, under which Output::result() will tell the
  // result (or never, where the result is not settled). Each of `args` is the body of one value
  // without slots.
  uint64_t call(std::string_view vat, std::string_view method,
                const std::vector<std::string>& args);

  // Delivers until nothing is left to do, or stop() is called. Outputs may still be held back then.
  void runUntilIdle();

  // Returns when all that was committed is durable and its outputs are released.
  void releaseOutputs() { gate_.drain(); }

  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }

 private:
  void watchBootstrap();
  Vat& createVat(const VatSpec& spec, store::WriteBatch& batch);

  store::Store& store_;
  AppRecord app_;
  KrefAllocator allocator_;
  VatTable vats_;
  RunQueue queue_;
  Watched watched_;
  OutputGate gate_;
  CrankRunner runner_;
  uint64_t nextCall_ = kBootstrapCall + 1;
  std::atomic<bool> stopped_ = false;
  static_assert(std::atomic<bool>::is_always_lock_free);
};

}  // namespace keeve::kernel
