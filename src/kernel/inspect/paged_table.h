// Small values by number, where used numbers mostly lie close together: ten million of them take little
// more than their values do. A number that was never used has a value as it is first made.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace keeve::kernel {

template <class Value>
class PagedTable {
 public:
  Value& at(uint64_t number) {
    const uint64_t page = number / kPageSize;
    if (!last_ || page != lastPage_) {
      auto& found = pages_[page];
      if (!found) found = std::make_unique<Page>();
      last_ = found.get();
      lastPage_ = page;
    }
    return (*last_)[number % kPageSize];
  }

  Value get(uint64_t number) const {
    const auto page = pages_.find(number / kPageSize);
    return page == pages_.end() ? Value{} : (*page->second)[number % kPageSize];
  }

  // In the order of the numbers; among them such as were never used.
  template <class Visit>
  void each(const Visit& visit) const {
    std::vector<uint64_t> order;
    order.reserve(pages_.size());
    for (const auto& [page, values] : pages_) order.push_back(page);
    std::sort(order.begin(), order.end());
    for (const uint64_t page : order) {
      const Page& values = *pages_.at(page);
      for (size_t i = 0; i < kPageSize; ++i) visit(page * kPageSize + i, values[i]);
    }
  }

 private:
  static constexpr size_t kPageSize = 64;
  using Page = std::array<Value, kPageSize>;

  std::unordered_map<uint64_t, std::unique_ptr<Page>> pages_;
  Page* last_ = nullptr;  // the page of the last at(), since one is mostly followed by its neighbour
  uint64_t lastPage_ = 0;
};

}  // namespace keeve::kernel
