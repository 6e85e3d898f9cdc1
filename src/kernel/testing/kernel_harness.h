// A kernel over a store that can fail and crash, with scripted vats and an output that is written down. At its end it
// checks the store as `keeve check` does.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "kernel/inspect/check.h"
#include "kernel/kernel.h"
#include "kernel/testing/scripted_vats.h"
#include "store/fault_store.h"
#include "store/memory_store.h"

namespace keeve::kernel {

class WrittenOutput final : public Output {
 public:
  void line(const PrintedLine& line) override {
    const std::lock_guard lock(mutex_);
    said_.push_back(line.text);
  }
  void result(const CallResult& result) override {
    const std::lock_guard lock(mutex_);
    said_.push_back((result.rejected ? "!" : "=") + std::to_string(result.call));
    results_[result.call] = result;
  }
  void hostCall(const HostCall& call) override {
    const std::lock_guard lock(mutex_);
    hostCalls_.push_back(call);
  }
  void flush() override {}

  std::vector<HostCall> hostCalls() const {
    const std::lock_guard lock(mutex_);
    return hostCalls_;
  }

  // In the order of release: lines, and "=N" or "!N" for the result of call N.
  std::vector<std::string> said() const {
    const std::lock_guard lock(mutex_);
    return said_;
  }
  bool has(uint64_t call) const {
    const std::lock_guard lock(mutex_);
    return results_.contains(call);
  }
  CallResult of(uint64_t call) const {
    const std::lock_guard lock(mutex_);
    const auto found = results_.find(call);
    if (found == results_.end())
      throw std::out_of_range("there is no result of call " + std::to_string(call));
    return found->second;
  }
  // "Error: message" of a rejected call.
  std::string reason(uint64_t call) const {
    const CallResult result = of(call);
    return result.rejected ? describeReason(result.body) : "it was fulfilled";
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> said_;
  std::map<uint64_t, CallResult> results_;
  std::vector<HostCall> hostCalls_;
};

// What an app may have besides vats.
struct AppParts {
  std::vector<SourceSpec> sources = {};
  std::vector<std::string> hostObjects = {};
};

class KernelHarness {
 public:
  explicit KernelHarness(uint64_t seed = 1)
      : store_(std::make_unique<store::FaultStore>(std::make_unique<store::MemoryStore>(), seed)) {}
  ~KernelHarness() {
    kernel_.reset();
    if (!isToBeDamaged_) expectSound();
  }

  // The test damages the store itself: it is not checked at the end.
  void allowDamage() { isToBeDamaged_ = true; }

  ScriptedVats vats;
  ManualClock clock{1000};
  KernelOptions options;  // of the next open()

  store::FaultStore& store() { return *store_; }
  const WrittenOutput& output() const { return *output_; }
  Kernel& kernel() { return *kernel_; }

  // A new kernel, and with it a new output, over the store as it stands.
  void open() {
    kernel_.reset();
    output_ = std::make_unique<WrittenOutput>();
    kernel_ = std::make_unique<Kernel>(KernelParts{*store_, vats, *output_, clock, stop_}, "test",
                                       options);
  }
  // Opens and runs an app of these vats; the first is asked to bootstrap().
  std::vector<FailedStart> run(const std::vector<VatSpec>& specs, const AppParts& parts = {}) {
    open();
    kernel_->install(
        {"test.js", specs.front().settings.name, specs, parts.sources, parts.hostObjects});
    auto failed = kernel_->startAll();
    settle();
    return failed;
  }
  std::vector<FailedStart> run(const std::vector<std::string>& names) {
    std::vector<VatSpec> specs;
    specs.reserve(names.size());
    for (const std::string& name : names) specs.push_back(spec(name));
    return run(specs);
  }
  static VatSpec spec(const std::string& name) {
    VatSpec made;
    made.settings.name = name;
    made.parameters = undefinedBody();
    return made;
  }

  uint64_t call(const std::string& vat, const std::string& method) {
    kernel_->call(++calls_, vat, {methodBody(method, {}), {}});
    return calls_;
  }
  uint64_t callAndSettle(const std::string& vat, const std::string& method) {
    const uint64_t number = call(vat, method);
    settle();
    return number;
  }
  void settle() {
    kernel_->runUntilIdle();
    kernel_->releaseOutputs();
  }
  // The process dies and the machine with it.
  void crash() {
    kernel_.reset();
    store_->crash();
    store_->plan({});
  }
  void expectSound() {
    const CheckReport report = checkStore(*store_);
    EXPECT_EQ(report.faultCount, 0U);
    for (const std::string& fault : report.faults) ADD_FAILURE() << fault;
  }

 private:
  std::unique_ptr<store::FaultStore> store_;
  std::unique_ptr<WrittenOutput> output_;
  std::atomic<bool> stop_ = false;
  std::unique_ptr<Kernel> kernel_;
  uint64_t calls_ = 0;
  bool isToBeDamaged_ = false;
};

}  // namespace keeve::kernel
