#include "liveslots/spare_heap.h"

#include <exception>
#include <utility>

namespace keeve::liveslots {
namespace {

// V8 is told how large a heap may be when it is made.
bool fits(const VatSettings& heap, const VatSettings& vat) {
  return heap.limits.heapBytesMax == vat.limits.heapBytesMax;
}

}  // namespace

SpareHeap::~SpareHeap() {
  {
    const std::lock_guard lock(mutex_);
    isEnding_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::unique_ptr<VatHeap> SpareHeap::take(const VatSettings& settings) {
  std::unique_ptr<VatHeap> heap;
  {
    std::unique_lock lock(mutex_);
    if (wanted_ && !isAwaited_ && fits(*wanted_, settings)) {
      isAwaited_ = true;
      changed_.wait(lock, [this] { return !wanted_; });
      isAwaited_ = false;
    }
    if (spare_ && fits(spare_->settings(), settings)) heap = std::move(spare_);
  }
  if (!heap) return std::make_unique<VatHeap>(engine_, settings);
  heap->giveTo(settings);
  return heap;
}

void SpareHeap::expect(const VatSettings& settings) {
  {
    const std::lock_guard lock(mutex_);
    if (spare_ || wanted_) return;
    wanted_ = std::make_unique<VatSettings>(settings);
    wanted_->name = "(none yet)";
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  }
  changed_.notify_all();
}

void SpareHeap::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return isEnding_ || wanted_; });
    if (isEnding_) return;
    const VatSettings settings = *wanted_;
    lock.unlock();
    std::unique_ptr<VatHeap> heap;
    try {
      heap = std::make_unique<VatHeap>(engine_, settings);
    } catch (const std::exception&) {
      // who wants one makes it, and hears why it cannot be made
    }
    lock.lock();
    spare_ = std::move(heap);
    wanted_.reset();
    changed_.notify_all();
  }
}

}  // namespace keeve::liveslots
