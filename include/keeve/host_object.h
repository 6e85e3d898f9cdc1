// Host objects: C++ that vats see as objects. A vat holds a presence like any other, and sends it
// messages with E; each comes to the object's handler as a HostCall.
//
// Exactly once. A call is durable before the handler sees it, and is settled in the same commit that
// tells the vat. Should the process end in between, the same call comes again when the store is
// opened next and the object is added, with the same key. So a handler that remembers the keys
// that it has carried out (in the database that it writes to, or at the service that it asks) does
// everything exactly once; one that does not, at least once.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "keeve/value.h"

namespace keeve {

// A handle on one call: copies stand for the same call, and any thread may use them, now or later.
// Where the last copy goes away and nothing was settled, the call stays open, and comes again when
// the store is opened next.
class HostCall {
 public:
  const std::string& object() const;  // the name that it was added under
  const std::string& method() const;  // "" where the object itself was called
  const std::vector<Value>& args() const;
  // The same for the same call after a crash, and no other call's in the life of the store.
  const std::string& key() const;

  // Settles the result, once: std::logic_error the second time, ValueError where `value` holds a
  // reference of another kernel (nothing is settled then). Does nothing once the kernel is closed:
  // the call comes again.
  void fulfil(const Value& value = {}) const;
  void reject(const Value& reason) const;

  class State;
  explicit HostCall(std::shared_ptr<State> state) : state_(std::move(state)) {}

 private:
  std::shared_ptr<State> state_;  // shared: the handler decides who settles, and when
};

// Handlers are called on one thread of the kernel's own, one call after another, in the order in
// which they were sent: who takes long hands the call on to another thread. What a handler throws
// rejects the call, unless that is settled already.
using HostHandler = std::function<void(HostCall)>;

}  // namespace keeve
