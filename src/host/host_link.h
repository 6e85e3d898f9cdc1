// The way from host calls back to the kernel, for as long as that is open: calls may outlive it. It
// knows too whether anything may still come that way, which is what runUntilIdle() waits for.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "kernel/host_calls.h"

namespace keeve::host {

// For any thread.
class HostLink {
 public:
  using Settle = std::function<void(kernel::HostAnswer)>;
  using Release = std::function<void(const std::vector<kernel::Kref>&)>;

  // `kernel`: its number (wire.h).
  HostLink(
      uint64_t kernel, Settle settle, Release release = [](const auto&) {})
      : kernel_(kernel), settle_(std::move(settle)), release_(std::move(release)) {}

  uint64_t kernel() const { return kernel_; }

  // Does nothing once the link is closed.
  void settle(kernel::HostAnswer answer);
  // The host names these no more (Kernel::letGo()).
  void release(const std::vector<kernel::Kref>& told);

  // A call can be settled, or cannot any more: it is, or it has no handles. Waits for no other lock,
  // since the last handle may go away on any thread, whatever locks it holds.
  void hold();
  void letGo();

  // The kernel was given something to do.
  void stir();
  uint64_t stirs() const;  // how often it was

  // Waits, a little while at most, for more than `seen` stirs. False where none may come: no call is
  // held that could be settled.
  enum class Wait : uint8_t { stirred, stillHeld, nothingHeld };
  Wait waitForStir(uint64_t seen) const;

  // Waits for the settle() or release() at work.
  void close();

 private:
  const uint64_t kernel_;
  const Settle settle_;
  const Release release_;
  std::mutex openMutex_;  // over closed_, and held while settle_ works; comes before mutex_
  bool closed_ = false;
  mutable std::mutex mutex_;  // over what follows
  mutable std::condition_variable changed_;
  size_t held_ = 0;
  uint64_t stirs_ = 0;
};

}  // namespace keeve::host
