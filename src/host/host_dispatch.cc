#include "host/host_dispatch.h"

#include <exception>
#include <stdexcept>
#include <utility>

namespace keeve::host {

namespace {

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
    if (!handlers_.emplace(name, std::move(handler)).second)
      throw std::logic_error("host object " + std::string(name) + " was added already");
    const auto waiting = unhandled_.extract(std::string(name));
    if (!waiting.empty()) {
      for (const kernel::HostCall& call : waiting.mapped()) enqueue(call);
    }
    hasHandlers_ = true;
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  }
  wake_.notify_one();
}

void HostDispatch::take(const kernel::HostCall& call) {
  {
    const std::lock_guard lock(mutex_);
    if (!handlers_.contains(call.object)) {
      unhandled_[call.object].push_back(call);
      return;
    }
    enqueue(call);
  }
  wake_.notify_one();
}

void HostDispatch::enqueue(const kernel::HostCall& call) {
  queue_.push_back(std::make_shared<HostCall::State>(call, link_));
}

void HostDispatch::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
    if (ending_) return;
    std::shared_ptr<HostCall::State> state = std::move(queue_.front());
    queue_.pop_front();
    const HostHandler& handler = handlers_.find(state->object)->second;
    lock.unlock();
    handle(handler, state);
    state.reset();
    lock.lock();
  }
}

}  // namespace keeve::host
