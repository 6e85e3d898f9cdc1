#include "engine/watchdog.h"

#include <algorithm>
#include <limits>

namespace keeve::engine {
namespace {

constexpr int64_t kIdle = std::numeric_limits<int64_t>::max();
constexpr int64_t kFired = std::numeric_limits<int64_t>::min();

// V8 forgets that it was told to stop once the outermost call has returned, so a stopped run that
// calls JavaScript again is told again.
constexpr std::chrono::milliseconds kRepeat{5};
constexpr std::chrono::seconds kLookMax{60};

int64_t ticks(Watchdog::Clock::time_point time) { return time.time_since_epoch().count(); }

}  // namespace

Watchdog::Watch::Watch(Watchdog& dog, v8::Isolate* isolate, std::chrono::milliseconds runMax)
    : dog_(dog), isolate_(isolate), runMax_(runMax), deadline_(kIdle) {
  {
    const std::lock_guard lock(dog_.mutex_);
    dog_.watches_.push_back(this);
  }
  dog_.wake_.notify_one();
}

Watchdog::Watch::~Watch() {
  const std::lock_guard lock(dog_.mutex_);
  std::erase(dog_.watches_, this);
}

void Watchdog::Watch::setRunMax(std::chrono::milliseconds runMax) {
  runMax_ = runMax;
  // the thread is now before its look at this, or waits
  { const std::lock_guard lock(dog_.mutex_); }
  dog_.wake_.notify_one();  // it may have meant to sleep for longer
}

void Watchdog::Watch::arm(Clock::time_point now, int times) {
  deadline_.store(ticks(now + times * runMax_.load()), std::memory_order_release);
}

bool Watchdog::Watch::disarm() {
  return deadline_.exchange(kIdle, std::memory_order_acq_rel) == kFired;
}

void Watchdog::Watch::stopNow() {
  deadline_.store(kFired, std::memory_order_release);
  isolate_->TerminateExecution();
  // the thread is now before its look at this, or waits
  { const std::lock_guard lock(dog_.mutex_); }
  dog_.wake_.notify_one();
}

bool Watchdog::Watch::fired() const { return deadline_.load(std::memory_order_acquire) == kFired; }

// Stops the run where it is due; says when to look again.
Watchdog::Clock::time_point Watchdog::Watch::look(Clock::time_point now) {
  int64_t deadline = deadline_.load(std::memory_order_acquire);
  if (deadline == kIdle) return now + runMax_.load();
  if (deadline > ticks(now)) return Clock::time_point(Clock::duration(deadline));
  if (deadline != kFired && !deadline_.compare_exchange_strong(deadline, kFired))
    return now + runMax_.load();
  isolate_->TerminateExecution();
  return now + kRepeat;
}

Watchdog::Watchdog() : thread_([this] { watch(); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Watchdog::watch() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const Clock::time_point now = Clock::now();
    Clock::time_point next = now + kLookMax;
    for (Watch* watched : watches_) next = std::min(next, watched->look(now));
    wake_.wait_until(lock, next);
  }
}

}  // namespace keeve::engine
