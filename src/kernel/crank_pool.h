// The threads that run cranks. The thread that runs the kernel is one of them, the others help it
// while it does and sleep otherwise. Each takes a turn of the queue, and the kernel's lock is free
// while vat code runs; so as many vats run at once as there are threads, and none in two.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "kernel/crank_desk.h"
#include "kernel/kernel_state.h"
#include "kernel/run_queue.h"

namespace keeve::kernel {

class CrankPool {
 public:
  // Both must outlive it. `threads`: 0 for one a core.
  CrankPool(KernelState& state, const std::atomic<bool>& stop, size_t threads);
  ~CrankPool();
  CrankPool(const CrankPool&) = delete;
  CrankPool& operator=(const CrankPool&) = delete;

  // Starts those of the vats that do not run, and commits the starts in the order given. These
  // three return early where the kernel is to stop, and throw what a crank threw.
  void runStarts(const std::vector<Vat*>& vats);
  void runUntilIdle();
  void runUntilCollected();  // turns of the collector alone
  void run();

  void stop();

  // The queue has got a new item. With the lock held.
  void tell();

  void waitForRoom(std::string_view vat);

 private:
  // What a thread does until there is nothing left of it; with the lock held.
  using Work = std::function<void(std::unique_lock<std::mutex>&, CrankDesk&)>;

  void runAll(const Work& work);
  void help();
  void doWork(std::unique_lock<std::mutex>& lock, CrankDesk& desk);
  enum class Goal : uint8_t { stop, idle, collected };
  void runTurns(std::unique_lock<std::mutex>& lock, CrankDesk& desk, Goal goal);
  void runTurn(std::unique_lock<std::mutex>& lock, CrankDesk& desk, Vat& vat, QueueItem first,
               Goal goal);
  bool mayGoOn(const Vat& vat, const Crank& crank) const;
  void wakeHelpers();
  void startInTurn(std::unique_lock<std::mutex>& lock, CrankDesk& desk,
                   const std::vector<Vat*>& vats);
  void afterTurn(std::unique_lock<std::mutex>& lock, CrankDesk& desk, Vat& vat, bool hasCollected);
  bool isStopping() const { return stop_ || stopped_ || failure_; }

  KernelState& state_;
  const std::atomic<bool>& stop_;
  std::atomic<bool> stopped_ = false;

  // The kernel's lock guards what follows.
  std::condition_variable turns_;   // for those who wait for a turn, or for the end
  std::condition_variable begins_;  // for the helpers: there is work, or the end
  std::condition_variable ends_;    // for the thread that runs the kernel: the helpers are done
  std::condition_variable room_;    // for those outside: a queue got shorter
  const Work* work_ = nullptr;      // null: the kernel is not running
  uint64_t workNumber_ = 0;
  size_t helping_ = 0;   // helpers that are at work
  size_t sleeping_ = 0;  // threads that wait for a turn
  size_t nextStart_ = 0;
  size_t startsFinished_ = 0;
  bool ending_ = false;
  std::exception_ptr failure_;

  std::vector<std::thread> helpers_;  // last: they use all of the above
};

}  // namespace keeve::kernel
