// A Kernel (keeve/kernel.h) over scripted vats and a store that a test holds, so that it can fail and
// crash. The vat `bank` keeps a sum: add(n) adds to it and gives it back, read() gives it; what other
// vats do is the test's to say.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "host/host_kernel.h"
#include "host/wire.h"
#include "kernel/testing/scripted_vats.h"
#include "store/fault_store.h"
#include "store/memory_store.h"

namespace keeve::host {

// Stands for a store that outlives it.
class BorrowedStore final : public store::Store {
 public:
  explicit BorrowedStore(store::Store& store) : store_(store) {}
  std::optional<std::string> get(std::string_view key) const override { return store_.get(key); }
  std::unique_ptr<store::Cursor> cursor() const override { return store_.cursor(); }
  void apply(const store::WriteBatch& batch) override { store_.apply(batch); }
  void sync() override { store_.sync(); }
  uint64_t diskBytes() const override { return store_.diskBytes(); }
  std::string directory() const override { return store_.directory(); }
  void compact() override { store_.compact(); }
  void compactRange(std::string_view begin, std::string_view end) override {
    store_.compactRange(begin, end);
  }

 private:
  store::Store& store_;
};

class ScriptedKernel {
 public:
  explicit ScriptedKernel(uint64_t seed = 1)
      : store_(std::make_unique<store::MemoryStore>(), seed) {
    vats_.onMessage("bank", onBank);
  }

  // Opens a kernel over what the store holds, with `app` installed: vats of the names given.
  std::unique_ptr<keeve::Kernel> open(const std::vector<std::string>& vats,
                                      keeve::KernelOptions options = {}) {
    App app{.name = "test"};
    for (const std::string& name : vats)
      app.vats.push_back({.name = name, .source = TextSource{{{"main.js", ""}}}});
    options.store = "memory:";
    return std::make_unique<HostKernel>(options, std::make_unique<BorrowedStore>(store_), vats_,
                                        installable(app));
  }

  kernel::ScriptedVats& vats() { return vats_; }
  store::FaultStore& store() { return store_; }

  // The first argument of a message.
  static double numberIn(const DeliverMessage& message) {
    return Wire::value(message.message.body).items()[2].items().at(0).asNumber();
  }

 private:
  static void onBank(const std::string& method, const DeliverMessage& message, SyscallPort& port) {
    const std::string kept = kernel::get(port, 7);
    double sum = kept.empty() ? 0 : std::stod(kept);
    if (method == "add") {
      sum += numberIn(message);
      kernel::put(port, 7, std::to_string(sum));
    }
    if (method != "never") kernel::fulfil(port, message, {Wire::body(Value(sum)), {}});
  }

  kernel::ScriptedVats vats_;
  store::FaultStore store_;
};

}  // namespace keeve::host
