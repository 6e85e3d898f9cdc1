#include "host/call_table.h"

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
  state->lose(why);
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
  for (const auto& [number, state] : lost) state->lose(why);
}

}  // namespace keeve::host
