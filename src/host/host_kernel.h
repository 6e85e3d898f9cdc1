// What is behind keeve/kernel.h: a kernel (kernel/kernel.h) with what it is made of.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "host/app_spec.h"
#include "host/call_table.h"
#include "host/host_dispatch.h"
#include "host/host_link.h"
#include "host/outlet.h"
#include "host/watched_store.h"
#include "keeve/kernel.h"
#include "kernel/kernel.h"
#include "protocol/worker.h"
#include "store/store.h"

namespace keeve::host {

class HostKernel final : public Kernel {
 public:
  // `workers` must outlive it. `app`: to be installed, where it has a name.
  HostKernel(const keeve::KernelOptions& options, std::unique_ptr<store::Store> store,
             VatWorkerFactory& workers, InstallableApp app);
  ~HostKernel() override;

  std::string appName() const override { return kernel_.appName(); }
  std::vector<FailedStart> start() override;
  Call bootstrap() const override { return Call(bootstrap_); }
  Call queueToRoot(std::string_view vat, std::string_view method,
                   const std::vector<Value>& args) override;
  void queueToRoot(std::string_view vat, std::string_view method, const std::vector<Value>& args,
                   Call::OnSettled onSettled) override;
  Ref addHostObject(std::string_view name, HostHandler handler) override;
  void runUntilIdle() override;
  void run() override;
  void stop() override;
  Collected collect(const std::function<void(const Collected&)>& progress) override;
  CacheStats cacheStats() const override;
  void flush() override;

 private:
  class Running;

  void queue(std::string_view vat, std::string_view method, const std::vector<Value>& args,
             std::shared_ptr<Call::State> state);
  void runWhileAnythingMayCome();
  // Runs `work`, and throws where it, or the kernel on another thread, has failed.
  void guarded(const std::function<void()>& work);
  // The kernel is of no more use, and its calls are lost. For any thread, whatever locks it holds.
  void fail(const std::exception& error);
  bool isStopping() const { return stopped_ || stop_; }

  const uint64_t number_;
  const std::unique_ptr<Clock> clock_;
  std::atomic<bool> neverStop_ = false;  // where the options have no flag
  const std::atomic<bool>& stop_;
  std::atomic<bool> stopped_ = false;
  const InstallableApp app_;          // its finders are the kernel's
  std::atomic<bool> isOpen_ = false;  // kernel_ was made
  std::mutex failureMutex_;
  std::string failure_;                           // what failed first, "" while nothing has
  const std::shared_ptr<Call::State> bootstrap_;  // shared: see call.h
  CallTable calls_;
  WatchedStore store_;
  const std::shared_ptr<HostLink> link_;  // shared with host calls, which may outlive this
  HostDispatch dispatch_;
  Outlet outlet_;
  kernel::Kernel kernel_;

  std::mutex runningMutex_;
  std::condition_variable ended_;
  bool running_ = false;  // some thread runs the kernel
};

}  // namespace keeve::host
