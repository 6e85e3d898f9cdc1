#include <cstdlib>
#include <memory>

#include "engine/heap_budget.h"

namespace keeve::engine {
namespace {

class BudgetedAllocator : public v8::ArrayBuffer::Allocator {
 public:
  explicit BudgetedAllocator(HeapBudget& budget) : budget_(budget) {}

  void* Allocate(size_t length) override {
    return take(length, [](size_t bytes) { return std::calloc(1, bytes); });
  }
  void* AllocateUninitialized(size_t length) override {
    return take(length, [](size_t bytes) { return std::malloc(bytes); });
  }
  void Free(void* data, size_t length) override {
    std::free(data);
    budget_.giveBuffer(length);
  }

 private:
  template <class Allocate>
  void* take(size_t length, Allocate allocate) {
    if (!budget_.takeBuffer(length)) return nullptr;
    void* data = allocate(length == 0 ? 1 : length);
    if (data == nullptr) budget_.giveBuffer(length);
    return data;
  }

  HeapBudget& budget_;
};

}  // namespace

void AllocatorDeleter::operator()(v8::ArrayBuffer::Allocator* allocator) const { delete allocator; }

BufferAllocator makeBudgetedAllocator(HeapBudget& budget) {
  return BufferAllocator(std::make_unique<BudgetedAllocator>(budget).release());
}

}  // namespace keeve::engine
