// A call to a vat, on its way or settled. What it came to is told when it is durable: whatever a Call
// has said is still true after a crash.
//
// A Call is a handle: copies stand for the same call, and any thread may use them. A vat may hold a
// call open for ever; that is no error, and the Call stays pending.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

#include "keeve/value.h"

namespace keeve {

struct Fulfilled {
  Value value;
};
struct Rejected {
  Value reason;
};
using Outcome = std::variant<Fulfilled, Rejected>;

// Thrown by Call::get(): the vat rejected. what() is the reason in one line.
class CallRejected : public std::runtime_error {
 public:
  explicit CallRejected(Value reason)
      : std::runtime_error(reason.describe()), reason_(std::move(reason)) {}
  const Value& reason() const { return reason_; }

 private:
  Value reason_;
};

// The kernel was closed, or its store failed, before the call was known to be settled: whether it
// had any effect is not known.
class CallLost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Call {
 public:
  // Called once, on the thread that releases what is durable, in the order of the commits. It must
  // not wait for other calls. What it throws ends the kernel, as a failed store does.
  using OnSettled = std::function<void(const Outcome&)>;

  // What it came to, where that is known.
  std::optional<Outcome> outcome() const;

  // Waits until it is settled. Some thread must be running the kernel. Throws CallLost, and
  // std::logic_error on a thread that the kernel calls back on.
  Outcome wait() const;
  // As wait(); nullopt where it is not settled in time.
  std::optional<Outcome> waitFor(std::chrono::milliseconds time) const;
  // As wait(): the value. Throws CallRejected as well.
  Value get() const;

  // Has `onSettled` called; at once, by this thread, where it is settled already. Never, where it is
  // lost.
  void then(OnSettled onSettled) const;

  class State;
  explicit Call(std::shared_ptr<State> state) : state_(std::move(state)) {}

 private:
  std::shared_ptr<State> state_;  // shared: both the kernel and whoever waits may be the last
};

}  // namespace keeve
