// Stops runs that go on past their deadline: one thread for all realms of an engine, which calls
// TerminateExecution.
//
// Arming costs a clock reading and a store, no system call: a run that starts now cannot be due
// before now + runMax, so the thread need not hear of it and sleeps until the earliest moment at
// which any run can be due.
#pragma once

#include <v8-isolate.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace keeve::engine {

class Watchdog {
 public:
  using Clock = std::chrono::steady_clock;

  // One realm's place. Made and destroyed by the realm's owner; armed and disarmed by the thread
  // that runs it.
  class Watch {
   public:
    // `dog` must outlive this, and this must be destroyed before `isolate` is disposed of.
    Watch(Watchdog& dog, v8::Isolate* isolate, std::chrono::milliseconds runMax);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    // Of the runs from now on. Not between arm and disarm.
    void setRunMax(std::chrono::milliseconds runMax);

    void arm(Clock::time_point now, int times = 1);  // that long
    // True where the run was stopped, by time or by stopNow().
    bool disarm();
    // From any thread, between arm and disarm: ends the run as if its time were up.
    void stopNow();
    bool fired() const;

   private:
    friend class Watchdog;
    Clock::time_point look(Clock::time_point now);

    Watchdog& dog_;
    v8::Isolate* const isolate_;
    std::atomic<std::chrono::milliseconds> runMax_;
    std::atomic<int64_t> deadline_;  // ticks of Clock, kIdle or kFired
  };

  Watchdog();
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  void watch();

  std::mutex mutex_;  // guards watches_ and stopping_; held while an isolate is told to stop
  std::condition_variable wake_;
  std::vector<Watch*> watches_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keeve::engine
