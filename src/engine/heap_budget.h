// One realm's memory: JavaScript heap and ArrayBuffers against one limit (SPEC §11). The heap's
// size is what the last collection found, so asking is cheap; ArrayBuffers are counted as they come
// and go.
#pragma once

#include <v8-array-buffer.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

namespace keeve::engine {

class HeapBudget {
 public:
  // `onExceeded` is called, on the realm's thread, when the limit is passed for good; it must not
  // call into V8 other than to terminate execution.
  HeapBudget(size_t bytesMax, std::function<void()> onExceeded);
  HeapBudget(const HeapBudget&) = delete;
  HeapBudget& operator=(const HeapBudget&) = delete;

  // False where the buffer would pass the limit. V8 then collects garbage and asks again, a few
  // times; after the last time the limit counts as passed.
  bool takeBuffer(size_t bytes);
  void giveBuffer(size_t bytes);  // from any thread

  // After a full collection: what it left alive.
  void setHeapBytes(size_t bytes);

  size_t bufferBytes() const;

 private:
  const size_t bytesMax_;
  const std::function<void()> onExceeded_;
  std::atomic<size_t> bufferBytes_{0};
  size_t heapBytes_ = 0;
  int refusals_ = 0;  // in a row
};

// Deletes where V8's classes are known (buffer_allocator_nortti.cc).
struct AllocatorDeleter {
  void operator()(v8::ArrayBuffer::Allocator* allocator) const;
};
using BufferAllocator = std::unique_ptr<v8::ArrayBuffer::Allocator, AllocatorDeleter>;

// `budget` must outlive the allocator, and the allocator the isolate and every buffer of it.
BufferAllocator makeBudgetedAllocator(HeapBudget& budget);

}  // namespace keeve::engine
