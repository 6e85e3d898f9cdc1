#include "host/host_dispatch.h"

#include <exception>
#include <stdexcept>
#include <utility>

namespace keeve::host {

namespace {

constexpr size_t kQueuedBytesMax = size_t{16} << 20;  // of what waits for a handler that is slow

void handle(const HostHandler& handler, const std::shared_ptr<HostCall::State>& state) {
  const HostCall call(state);
  const auto reject = [&](std::string_view name, const std::string& why) {
    if (!state->isSettled()) call.reject(Value::error(name, why));
  };
  if (!state->refusal().empty()) return reject("TypeError", state->refusal());
  try {
    handler(call);
  } catch (const std::exception& error) {
    reject("Error", error.what());
  } catch (...) {
    reject("Error", "host object " + call.object() + " threw what is no std::exception");
  }
}

}  // namespace

void HostDispatch::end() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void HostDispatch::add(std::string_view name, HostHandler handler) {
  {
    const std::lock_guard lock(mutex_);
    const auto [added, isNew] = handlers_.emplace(name, std::move(handler));
    if (!isNew) throw std::logic_error("host object " + std::string(name) + " was added already");
    const auto waiting = unhandled_.extract(std::string(name));
    if (!waiting.empty()) {
      for (const uint64_t key : waiting.mapped()) enqueue({key, &added->second, {}});
    }
    hasHandlers_ = true;
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  }
  wake_.notify_one();
}

void HostDispatch::take(const kernel::HostCall& call) {
  {
    const std::lock_guard lock(mutex_);
    const auto handler = handlers_.find(call.object);
    if (handler == handlers_.end()) {
      unhandled_[call.object].push_back(call.key);
      return;
    }
    Waiting waiting{call.key, &handler->second, {}};
    if (queuedBytes_ + call.message.body.size() <= kQueuedBytesMax) waiting.call = call;
    enqueue(std::move(waiting));
  }
  wake_.notify_one();
}

void HostDispatch::enqueue(Waiting waiting) {
  link_->hold();
  if (waiting.call) queuedBytes_ += waiting.call->message.body.size();
  queue_.push_back(std::move(waiting));
}

// Null where the call is no longer open, or cannot be read.
std::shared_ptr<HostCall::State> HostDispatch::open(Waiting waiting) {
  try {
    if (!waiting.call) waiting.call = read_(waiting.key);
    if (waiting.call) return std::make_shared<HostCall::State>(*waiting.call, link_);
  } catch (const std::exception& error) {
    onFailure_(error);
  }
  return nullptr;
}

void HostDispatch::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
    if (ending_) return;
    Waiting waiting = std::move(queue_.front());
    queue_.pop_front();
    if (waiting.call) queuedBytes_ -= waiting.call->message.body.size();
    lock.unlock();
    const HostHandler& handler = *waiting.handler;
    std::shared_ptr<HostCall::State> state = open(std::move(waiting));
    link_->letGo();  // the state holds it now
    if (state) handle(handler, state);
    state.reset();
    lock.lock();
  }
}

}  // namespace keeve::host
