#include "engine/heap_budget.h"

#include <utility>

namespace keeve::engine {
namespace {
// V8 asks once, twice more after a full collection each, and once after a collection of all that it
// can.
constexpr int kRefusalsMax = 4;
}  // namespace

HeapBudget::HeapBudget(size_t bytesMax, std::function<void()> onExceeded)
    : bytesMax_(bytesMax), onExceeded_(std::move(onExceeded)) {}

bool HeapBudget::takeBuffer(size_t bytes) {
  const size_t used = bufferBytes_.load(std::memory_order_relaxed) + heapBytes_;
  if (bytes <= bytesMax_ && used <= bytesMax_ - bytes) {
    refusals_ = 0;
    bufferBytes_.fetch_add(bytes, std::memory_order_relaxed);
    return true;
  }
  if (++refusals_ == kRefusalsMax) {
    refusals_ = 0;
    onExceeded_();
  }
  return false;
}

void HeapBudget::giveBuffer(size_t bytes) {
  bufferBytes_.fetch_sub(bytes, std::memory_order_relaxed);
}

void HeapBudget::setHeapBytes(size_t bytes) {
  heapBytes_ = bytes;
  if (bufferBytes() + bytes > bytesMax_) onExceeded_();
}

size_t HeapBudget::bufferBytes() const { return bufferBytes_.load(std::memory_order_relaxed); }

}  // namespace keeve::engine
