#include "host/call_table.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace keeve::host {

uint64_t CallTable::add(std::shared_ptr<Call::State> state) {
  std::unique_lock lock(mutex_);
  const uint64_t number = next_++;
  if (closed_.empty()) {
    calls_.emplace(number, std::move(state));
    return number;
  }
  const std::string why = closed_;
  lock.unlock();
  const auto dropped = state->lose(why);  // the caller has no locks
  return number;
}

void CallTable::add(uint64_t number, std::shared_ptr<Call::State> state) {
  const std::lock_guard lock(mutex_);
  calls_.emplace(number, std::move(state));
}

std::shared_ptr<Call::State> CallTable::take(uint64_t number) {
  const std::lock_guard lock(mutex_);
  auto node = calls_.extract(number);
  return node.empty() ? nullptr : std::move(node.mapped());
}

void CallTable::close(const std::string& why) {
  std::unordered_map<uint64_t, std::shared_ptr<Call::State>> lost;
  {
    const std::lock_guard lock(mutex_);
    closed_ = why;
    lost.swap(calls_);
  }
  std::vector<Call::OnSettled> dropped;
  for (const auto& [number, state] : lost)
    std::ranges::move(state->lose(why), std::back_inserter(dropped));
  const std::lock_guard lock(mutex_);
  std::ranges::move(dropped, std::back_inserter(dropped_));
}

void CallTable::dropCallbacks() {
  std::vector<Call::OnSettled> dropped;  // destroyed after the lock
  const std::lock_guard lock(mutex_);
  dropped.swap(dropped_);
}

}  // namespace keeve::host
