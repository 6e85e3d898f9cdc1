#include "kernel/output_gate.h"

#include <utility>

namespace keeve::kernel {

namespace {

constexpr size_t kHeldBytesMax = size_t{16} << 20;

size_t bytesOf(const OutputGate::Item& item) {
  if (const auto* line = std::get_if<PrintedLine>(&item)) return sizeof item + line->text.size();
  return sizeof item + std::get<CallResult>(item).body.size();
}

}  // namespace

OutputGate::OutputGate(store::Store& store, Output& output)
    : store_(store), output_(output), thread_([this] { work(); }) {}

OutputGate::~OutputGate() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void OutputGate::committed(std::vector<Item> items) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    throwIfFailed();
    unsynced_ = true;
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
  progress_.wait(lock, [&] { return heldBytes_ < kHeldBytesMax || failure_; });
  throwIfFailed();
}

void OutputGate::drain() {
  std::unique_lock lock(mutex_);
  draining_ = true;
  wake_.notify_one();
  progress_.wait(lock, [&] { return (!unsynced_ && held_.empty() && !busy_) || failure_; });
  draining_ = false;
  throwIfFailed();
}

void OutputGate::work() {
  std::vector<Item> items;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [&] { return ending_ || !held_.empty() || (draining_ && unsynced_); });
    if (ending_) return;
    items.clear();
    items.swap(held_);
    heldBytes_ = 0;
    unsynced_ = false;
    busy_ = true;
    lock.unlock();
    std::exception_ptr failure;
    try {
      store_.sync();
      release(items);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    busy_ = false;
    failure_ = failure;
    progress_.notify_all();
    if (failure_) return;
  }
}

void OutputGate::release(const std::vector<Item>& items) {
  if (items.empty()) return;
  for (const Item& item : items) {
    if (const auto* line = std::get_if<PrintedLine>(&item)) {
      output_.line(*line);
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
