// What the copies of a HostCall share: what the vat said, and whether it was settled.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/host_link.h"
#include "keeve/host_object.h"
#include "kernel/tables/kref.h"

namespace keeve {

class HostCall::State {
 public:
  State(const kernel::HostCall& call, std::shared_ptr<host::HostLink> link);
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  enum class How : uint8_t { fulfilled, rejected };
  void settle(How how, const Value& value);
  bool isSettled() const { return settled_; }

  // Why no handler can take it; "" where one can.
  const std::string& refusal() const { return refusal_; }

  const std::string object;
  std::string method;
  std::vector<Value> args;
  const std::string key;

 private:
  void checkSlots(const kernel::KernelCapData& data) const;

  const uint64_t number_;
  const std::vector<kernel::Kref> slots_;  // of the message: its promises may come back
  std::string refusal_;
  const std::shared_ptr<host::HostLink> link_;  // shared: the call may outlive the kernel
  std::atomic<bool> settled_ = false;
};

}  // namespace keeve
