#include "kernel/output_gate.h"

#include <utility>

namespace keeve::kernel {

namespace {

constexpr size_t kHeldBytesMax = size_t{16} << 20;

size_t bytesOf(const OutputGate::Item& item) {
  if (const auto* line = std::get_if<PrintedLine>(&item)) return sizeof item + line->text.size();
  if (const auto* call = std::get_if<HostCall>(&item))
    return sizeof item + call->message.body.size();
  return sizeof item + std::get<CallResult>(item).body.size();
}

}  // namespace

OutputGate::OutputGate(store::Store& store, Output& output, ReleasedBy releasedBy)
    : store_(store), output_(output) {
  if (releasedBy == ReleasedBy::thread) thread_ = std::thread([this] { work(); });
}

OutputGate::~OutputGate() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void OutputGate::committed(std::vector<Item> items) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    throwIfFailed();
    ++committed_;
    wake = held_.empty() && !items.empty();
    for (Item& item : items) {
      heldBytes_ += bytesOf(item);
      held_.push_back(std::move(item));
    }
  }
  if (wake) wake_.notify_one();
}

void OutputGate::waitForRoom() {
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) return throwIfFailed();
  progress_.wait(lock, [&] { return heldBytes_ < kHeldBytesMax || failure_; });
  throwIfFailed();
}

void OutputGate::drain() {
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) {
    throwIfFailed();
    if (released_ < committed_) releaseHeld(lock);
    return throwIfFailed();
  }
  const uint64_t last = committed_;
  if (released_ < last) {
    wanted_ = last;
    wake_.notify_one();
    progress_.wait(lock, [&] { return released_ >= last || failure_; });
  }
  throwIfFailed();
}

void OutputGate::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [&] { return ending_ || !held_.empty() || released_ < wanted_; });
    if (ending_) return;
    releaseHeld(lock);
    if (failure_) return;
  }
}

void OutputGate::releaseHeld(std::unique_lock<std::mutex>& lock) {
  const std::vector<Item> items = std::exchange(held_, {});
  heldBytes_ = 0;
  const uint64_t last = committed_;
  lock.unlock();
  std::exception_ptr failure;
  try {
    store_.sync();
    release(items);
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  failure_ = failure;
  if (!failure_) released_ = last;
  progress_.notify_all();
}

void OutputGate::release(const std::vector<Item>& items) {
  if (items.empty()) return;
  for (const Item& item : items) {
    if (const auto* line = std::get_if<PrintedLine>(&item)) {
      output_.line(*line);
    } else if (const auto* call = std::get_if<HostCall>(&item)) {
      output_.hostCall(*call);
    } else {
      output_.result(std::get<CallResult>(item));
    }
  }
  output_.flush();
}

void OutputGate::throwIfFailed() const {
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace keeve::kernel
