// Holds back what a crank says to the outside world until the crank is durable.
// Cranks commit without a sync and the kernel goes on at once; a thread of the gate syncs the
// store, one sync for all commits that were made meanwhile, and then releases their outputs in the
// order of the commits.
//
// If a sync fails, nothing more is released, ever: what waits is lost to the outside world, which
// was told nothing, and every later call throws.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "kernel/output.h"
#include "store/store.h"

namespace keeve::kernel {

class OutputGate {
 public:
  using Item = std::variant<PrintedLine, CallResult, HostCall>;

  // Who syncs and releases: a thread of the gate's, or whoever calls drain(), so that a simulation
  // decides when.
  enum class ReleasedBy : uint8_t { thread, drain };

  // Both must outlive it.
  OutputGate(store::Store& store, Output& output, ReleasedBy releasedBy = ReleasedBy::thread);
  // Ends the thread. What was not released by then is dropped: call drain() first.
  ~OutputGate();
  OutputGate(const OutputGate&) = delete;
  OutputGate& operator=(const OutputGate&) = delete;

  // Tells of a commit that was applied to the store, with what it has to say. Throws what a failed
  // sync threw. Outputs are released in the order of these calls.
  void committed(std::vector<Item> items);

  // Waits while too much is held back. Throws as committed(). Not for a thread that holds what the
  // output needs.
  void waitForRoom();

  // Returns when every commit told of before this call is durable and its outputs are released; does
  // not wait for those that come meanwhile. For any number of threads. Throws as committed().
  void drain();

 private:
  void work();
  void releaseHeld(std::unique_lock<std::mutex>& lock);
  void release(const std::vector<Item>& items);
  void throwIfFailed() const;  // requires mutex_

  store::Store& store_;
  Output& output_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;      // for the thread: there is work, or the end
  std::condition_variable progress_;  // for the others: something was released, or failed
  std::vector<Item> held_;
  size_t heldBytes_ = 0;
  // Commits are numbered from 1 on, as they are told of. released_ <= committed_, wanted_ <=
  // committed_.
  uint64_t committed_ = 0;  // the last one told of
  uint64_t released_ = 0;   // this and all before are durable, and their outputs released
  uint64_t wanted_ = 0;     // up to here drain() waits: to be synced even if nothing is held
  bool ending_ = false;
  std::exception_ptr failure_;

  std::thread thread_;  // last: it uses all of the above; none where drain() releases
};

}  // namespace keeve::kernel
