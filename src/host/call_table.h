// The calls that a kernel has not settled yet, by the numbers that it knows them by.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/call_state.h"

namespace keeve::host {

// For any thread.
class CallTable {
 public:
  // A number for a call that is about to be made. Once the table is closed it is lost at once.
  uint64_t add(std::shared_ptr<Call::State> state);
  void add(uint64_t number, std::shared_ptr<Call::State> state);

  // The call of that number, which is settled now; null where there is none.
  std::shared_ptr<Call::State> take(uint64_t number);

  // Loses all calls, and those to come. Whatever locks the thread holds: their callbacks are kept.
  void close(const std::string& why);
  // Destroys the callbacks of lost calls. For a thread without locks.
  void dropCallbacks();

 private:
  std::mutex mutex_;
  std::unordered_map<uint64_t, std::shared_ptr<Call::State>> calls_;  // shared: see call.h
  uint64_t next_ = 1;
  std::string closed_;                    // why, "" while it is open
  std::vector<Call::OnSettled> dropped_;  // of lost calls
};

}  // namespace keeve::host
