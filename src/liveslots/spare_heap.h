// A heap made ahead. To restore one from the startup snapshot is most of what it takes to wake a vat, and nothing in it depends on
// the vat: where another vat is expected, a thread makes its heap while the vats before it run.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "liveslots/vat_heap.h"
#include "protocol/worker.h"

namespace keeve::engine {
class Engine;
}

namespace keeve::liveslots {

class SpareHeap {
 public:
  explicit SpareHeap(engine::Engine& engine) : engine_(engine) {}
  ~SpareHeap();
  SpareHeap(const SpareHeap&) = delete;
  SpareHeap& operator=(const SpareHeap&) = delete;

  // A heap for that vat: the spare one, where it may be as large as this one's, or a new one. Waits for one that is being made, unless
  // another thread does.
  std::unique_ptr<VatHeap> take(const VatSettings& settings);

  // Has a spare one made, like that vat's, unless there is one.
  void expect(const VatSettings& settings);

 private:
  void work();

  engine::Engine& engine_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::unique_ptr<VatSettings> wanted_;  // what the thread is to make, or makes
  bool isAwaited_ = false;
  std::unique_ptr<VatHeap> spare_;
  bool isEnding_ = false;
  std::thread thread_;  // from the first expect() on
};

}  // namespace keeve::liveslots
