// Brings host calls from the kernel to their handlers, one after another, on a thread of its own.
// Calls of a name that has no handler yet wait for one.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "host/host_call_state.h"
#include "host/host_link.h"
#include "keeve/host_object.h"
#include "kernel/host_calls.h"

namespace keeve::host {

class HostDispatch {
 public:
  // `link` is shared with the calls, which may outlive the kernel.
  explicit HostDispatch(std::shared_ptr<HostLink> link) : link_(std::move(link)) {}
  ~HostDispatch() { end(); }
  HostDispatch(const HostDispatch&) = delete;
  HostDispatch& operator=(const HostDispatch&) = delete;

  // std::logic_error where the name has a handler.
  void add(std::string_view name, HostHandler handler);
  bool hasHandlers() const { return hasHandlers_; }

  // A call that went out. For the thread that releases outputs.
  void take(const kernel::HostCall& call);

  // Waits for the handler at work; no other begins.
  void end();

 private:
  void work();
  void enqueue(const kernel::HostCall& call);

  const std::shared_ptr<HostLink> link_;
  std::atomic<bool> hasHandlers_ = false;
  std::mutex mutex_;  // over what follows
  std::condition_variable wake_;
  std::map<std::string, HostHandler, std::less<>> handlers_;  // none is ever removed
  std::deque<std::shared_ptr<HostCall::State>> queue_;        // shared: handles of it are made
  std::map<std::string, std::vector<kernel::HostCall>, std::less<>> unhandled_;  // by object
  bool ending_ = false;
  std::thread thread_;  // from the first handler on
};

}  // namespace keeve::host
