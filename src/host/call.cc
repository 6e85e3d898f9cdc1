#include "keeve/call.h"

#include "host/call_state.h"

namespace keeve {

namespace {

thread_local int tellingDepth = 0;

}  // namespace

namespace host {

TellingThread::TellingThread() { ++tellingDepth; }
TellingThread::~TellingThread() { --tellingDepth; }
bool TellingThread::isThisThread() { return tellingDepth > 0; }

}  // namespace host

void Call::State::settle(Outcome outcome) {
  std::vector<OnSettled> onSettled;
  {
    const std::lock_guard lock(mutex_);
    outcome_ = std::move(outcome);
    onSettled.swap(onSettled_);
  }
  settled_.notify_all();
  for (const OnSettled& each : onSettled) each(*outcome_);
}

std::vector<Call::OnSettled> Call::State::lose(const std::string& why) {
  std::vector<OnSettled> dropped;
  {
    const std::lock_guard lock(mutex_);
    lost_ = why;
    dropped.swap(onSettled_);
  }
  settled_.notify_all();
  return dropped;
}

std::optional<Outcome> Call::State::outcome() const {
  const std::lock_guard lock(mutex_);
  return outcome_;
}

std::optional<Outcome> Call::State::wait(std::optional<std::chrono::milliseconds> time) const {
  std::unique_lock lock(mutex_);
  const auto isOver = [this] { return outcome_ || !lost_.empty(); };
  if (!isOver() && host::TellingThread::isThisThread())
    throw std::logic_error("a thread that the kernel tells of results on waits for one");
  if (time) {
    settled_.wait_for(lock, *time, isOver);
  } else {
    settled_.wait(lock, isOver);
  }
  if (!outcome_ && !lost_.empty()) throw CallLost(lost_);
  return outcome_;
}

void Call::State::then(OnSettled onSettled) {
  {
    const std::lock_guard lock(mutex_);
    if (!outcome_) {
      if (lost_.empty()) onSettled_.push_back(std::move(onSettled));
      return;
    }
  }
  onSettled(*outcome_);
}

std::optional<Outcome> Call::outcome() const { return state_->outcome(); }
Outcome Call::wait() const { return *state_->wait(std::nullopt); }

std::optional<Outcome> Call::waitFor(std::chrono::milliseconds time) const {
  return state_->wait(time);
}

Value Call::get() const {
  Outcome outcome = wait();
  if (auto* rejected = std::get_if<Rejected>(&outcome))
    throw CallRejected(std::move(rejected->reason));
  return std::get<Fulfilled>(std::move(outcome)).value;
}

void Call::then(OnSettled onSettled) const { state_->then(std::move(onSettled)); }

}  // namespace keeve
