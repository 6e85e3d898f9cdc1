// The kernel: holds the vats of one store, and carries messages to them crank by crank until
// nothing is left to do.
//
// One thread uses a kernel. Every method throws StoreError where the store fails; the kernel is of no more use then, and
// what it had not released was told to nobody.
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

// What a kernel is made of; all of it must outlive the kernel.
struct KernelParts {
  store::Store& store;
  VatWorkerFactory& workers;
  Output& output;
  const Clock& clock;
  const std::atomic<bool>& stop;  // once it is true, the kernel ends after the crank in hand
};

class Kernel {
 public:
  // Opens what the store holds, or lays out an empty one; StoreError where its format is newer than this kernel's.
  Kernel(const KernelParts& parts, std::string_view storeName);

  // The name of the app that the store holds; "" where it holds none.
  const std::string& appName() const { return app_.name; }

  // Makes the vats of `app` that are not there yet, and has every vat of it take up its settings
  // and sources at its next start. Vats that `app` does not name stay as they are. Requires that no
  // vat was started.
  void install(const AppSpec& app);

  // Starts every vat's new incarnation; the vats that did not start.
  std::vector<FailedStart> startAll();

  // Sends a call to a vat's root object. `call` is the caller's number for it, used once and at least 1, under which
  // Output::result() will tell the result (or never, where the result is not settled). Each of `args` is the body of one
  // value without slots.
  void call(uint64_t call, std::string_view vat, std::string_view method,
            const std::vector<std::string>& args);

  // Releases, in its turn, a rejected result for a call that is not made.
  void refuse(uint64_t call, std::string_view message);

  // Delivers until nothing is left to do, or it is to stop. Outputs may still be held back then.
  void runUntilIdle();

  // Returns when all that was committed is durable and its outputs are released.
  void releaseOutputs() { gate_.drain(); }

 private:
  void watchBootstrap();
  Vat& createVat(const VatSpec& spec, store::WriteBatch& batch);

  store::Store& store_;
  AppRecord app_;
  KrefAllocator allocator_;
  Vats vats_;
  RunQueue queue_;
  Watched watched_;
  OutputGate gate_;
  CrankRunner runner_;
  const std::atomic<bool>& stop_;
};

}  // namespace keeve::kernel
