// What the copies of a Call share with the kernel: what the call came to, and who waits for it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "keeve/call.h"

namespace keeve {

class Call::State {
 public:
  void settle(Outcome outcome);
  // It will not be known what it came to. Gives back the callbacks that are not called any more, for
  // the caller to destroy: they are the embedder's, whose destructors may do anything.
  [[nodiscard]] std::vector<OnSettled> lose(const std::string& why);

  std::optional<Outcome> outcome() const;
  // nullopt: until it is settled.
  std::optional<Outcome> wait(std::optional<std::chrono::milliseconds> time) const;
  void then(OnSettled onSettled);

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable settled_;
  std::optional<Outcome> outcome_;
  std::string lost_;  // why it is, "" while it is not
  std::vector<OnSettled> onSettled_;
};

namespace host {

// While one lives, its thread is the one that the kernel tells of results on: it must wait for none.
class TellingThread {
 public:
  TellingThread();
  ~TellingThread();
  TellingThread(const TellingThread&) = delete;
  TellingThread& operator=(const TellingThread&) = delete;

  static bool isThisThread();
};

}  // namespace host
}  // namespace keeve
