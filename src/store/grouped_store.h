// Gathers commits, so that many small ones go to the store below as one batch: group commit. What was
// gathered is seen at once by get() and cursor(), and reaches the store below whole commits at a
// time, in their order; what one commit of a group makes and a later one erases never does, where
// the first said that it was new (WriteBatch::insert).
//
// A commit that erases ranges goes down by itself, after what was gathered: a range is never gathered, so
// no read has to ask whether one covers its key.
//
// A group goes down with flush(): called by sync(), by cursor(), and by whoever finds it full. Any
// thread may call any method.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/store.h"

namespace keeve::store {

class GroupedStore final : public Store {
 public:
  // `store` must outlive it, and be changed by nobody else. A group counts as full from
  // `bytesMax` on; 0: each batch goes down by itself.
  GroupedStore(Store& store, size_t bytesMax) : store_(store), bytesMax_(bytesMax) {}

  std::optional<std::string> get(std::string_view key) const override;
  std::unique_ptr<Cursor> cursor() const override;
  void apply(const WriteBatch& batch) override;
  void sync() override;
  void compact() override;
  void compactRange(std::string_view begin, std::string_view end) override;
  uint64_t diskBytes() const override { return store_.diskBytes(); }

  // Returns when what was applied before is in the store below.
  void flush() const;
  void flushIfFull() const;
  bool isFull() const;
  bool hasPending() const;

 private:
  struct Change {
    std::optional<std::string> value;  // nullopt: erase
    bool isNew = false;                // nothing stands under the key in the store below
  };
  struct Hash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the library asks for it
    size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  using Group = std::unordered_map<std::string, Change, Hash, std::equal_to<>>;

  void gather(const WriteBatch::Change& change);
  void flushHeld() const;  // with flushing_ held
  void applyBelow(const WriteBatch& batch) const;
  WriteBatch batchOf(const Group& group) const;
  [[noreturn]] void fail() const;
  void throwIfFailed() const;

  Store& store_;
  const size_t bytesMax_;
  mutable std::mutex flushing_;  // held while a group goes down; taken before mutex_
  mutable std::shared_mutex mutex_;
  mutable Group open_;       // what was applied since the last flush
  mutable Group goingDown_;  // what the flush under way has taken, in the store below when it ends
  mutable size_t openBytes_ = 0;
  mutable std::exception_ptr failure_;
};

}  // namespace keeve::store
