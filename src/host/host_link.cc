#include "host/host_link.h"

#include <chrono>

namespace keeve::host {

namespace {

// How soon one who waits hears that the kernel is to stop: a signal handler can set a flag and no
// more.
constexpr std::chrono::milliseconds kStopLook{50};

}  // namespace

void HostLink::settle(kernel::HostAnswer answer) {
  const std::lock_guard lock(openMutex_);
  if (closed_) return;
  settle_(std::move(answer));
  stir();
}

void HostLink::release(const std::vector<kernel::Kref>& told) {
  const std::lock_guard lock(openMutex_);
  if (!closed_) release_(told);
}

void HostLink::hold() {
  const std::lock_guard lock(mutex_);
  ++held_;
}

void HostLink::letGo() {
  const std::lock_guard lock(mutex_);
  --held_;
  changed_.notify_all();
}

void HostLink::stir() {
  const std::lock_guard lock(mutex_);
  ++stirs_;
  changed_.notify_all();
}

uint64_t HostLink::stirs() const {
  const std::lock_guard lock(mutex_);
  return stirs_;
}

HostLink::Wait HostLink::waitForStir(uint64_t seen) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kStopLook, [&] { return stirs_ != seen || held_ == 0; });
  if (stirs_ != seen) return Wait::stirred;
  return held_ == 0 ? Wait::nothingHeld : Wait::stillHeld;
}

void HostLink::close() {
  const std::lock_guard lock(openMutex_);
  closed_ = true;
}

}  // namespace keeve::host
