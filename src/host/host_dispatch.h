// Brings host calls from the kernel to their handlers, one after another, on a thread of its own.
// Calls of a name that has no handler yet wait for one.
//
// Of calls that wait, few are in memory as a whole: of the others only the key is, and what they say
// is read from the kernel's store when their turn comes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
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
  // The open host call of that key; nullopt where there is none.
  using Read = std::function<std::optional<kernel::HostCall>(uint64_t key)>;
  using OnFailure = std::function<void(const std::exception&)>;

  // `link` is shared with the calls, which may outlive the kernel. `read` and `onFailure` (of what
  // `read` throws) are called on the dispatch's thread.
  HostDispatch(std::shared_ptr<HostLink> link, Read read, OnFailure onFailure)
      : link_(std::move(link)), read_(std::move(read)), onFailure_(std::move(onFailure)) {}
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
  struct Waiting {
    uint64_t key;
    const HostHandler* handler;            // in handlers_
    std::optional<kernel::HostCall> call;  // nullopt: to be read
  };

  void work();
  void enqueue(Waiting waiting);  // requires mutex_
  std::shared_ptr<HostCall::State> open(Waiting waiting);

  const std::shared_ptr<HostLink> link_;
  const Read read_;
  const OnFailure onFailure_;
  std::atomic<bool> hasHandlers_ = false;
  std::mutex mutex_;  // over what follows
  std::condition_variable wake_;
  std::map<std::string, HostHandler, std::less<>> handlers_;             // none is ever removed
  std::deque<Waiting> queue_;                                            // each is held in link_
  size_t queuedBytes_ = 0;                                               // of the bodies in queue_
  std::map<std::string, std::vector<uint64_t>, std::less<>> unhandled_;  // keys, by object
  bool ending_ = false;
  std::thread thread_;  // from the first handler on
};

}  // namespace keeve::host
