// A store that lives as long as its process: what "memory:" names, for tests and trials. Nothing is
// durable, so sync() has nothing to wait for.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "store/store.h"

namespace keeve::store {

class MemoryStore final : public Store {
 public:
  MemoryStore();

  std::optional<std::string> get(std::string_view key) const override;
  std::unique_ptr<Cursor> cursor() const override;
  void apply(const WriteBatch& batch) override;
  void sync() override {}
  void compact() override {}
  void compactRange(std::string_view, std::string_view) override {}
  uint64_t diskBytes() const override { return 0; }

 private:
  using Contents = std::map<std::string, std::string, std::less<>>;
  class MemoryCursor;

  mutable std::mutex mutex_;
  // Shared with the cursors: while one looks at it, apply() changes a copy in its stead.
  std::shared_ptr<Contents> contents_;
};

}  // namespace keeve::store
