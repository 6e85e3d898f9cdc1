// Gathers commits, so that many small ones go to the store below as one batch: group commit. What was
// gathered is seen at once by get() and cursor(), and reaches the store below whole commits at a
// time, in their order; what one commit of a group makes and a later one erases never does, where
// the first said that it was new (WriteBatch::insert).
//
// Large commits go down as they are, and those that erase ranges by themselves while nothing else goes down: a range is
// never gathered, so no read has to ask whether one covers its key.
//
// A group goes down with flush(): called by sync(), by cursor(), and by whoever finds it full. Where a thread of
// this object's own brings down what was applied, it is seen by get() meanwhile, and who applies more waits only
// while a quarter of a megabyte is on its way, which is some milliseconds that a sync waits for. Any thread may call any method.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <variant>

#include "store/store.h"

namespace keeve::store {

class GroupedStore final : public Store {
 public:
  // Who brings down what was applied: a thread, so that nobody waits for the store below who needs not; or whoever calls,
  // so that a simulation decides when.
  enum class AppliedBy : uint8_t { caller, thread };

  // `store` must outlive it, and be changed by nobody else. A group counts as full from
  // `bytesMax` on; 0: each batch goes down by itself.
  GroupedStore(Store& store, size_t bytesMax, AppliedBy appliedBy = AppliedBy::caller);
  // What is not down by then is lost: call flush() first.
  ~GroupedStore() override;
  GroupedStore(const GroupedStore&) = delete;
  GroupedStore& operator=(const GroupedStore&) = delete;

  std::optional<std::string> get(std::string_view key) const override;
  std::unique_ptr<Cursor> cursor() const override;
  void apply(const WriteBatch& batch) override { apply(WriteBatch(batch)); }
  void apply(WriteBatch&& batch);
  void sync() override;
  void compact() override;
  void compactRange(std::string_view begin, std::string_view end) override;
  uint64_t diskBytes() const override { return store_.diskBytes(); }
  std::string directory() const override { return store_.directory(); }

  // The change of a key that is on its way down: a null `value` erases it. Nothing where none is: then the store below has it all.
  struct Pending {
    std::optional<std::string> value;
  };
  std::optional<Pending> pending(std::string_view key) const;
  // A number for all that was applied so far, and whether the store below has all of it.
  uint64_t applied() const;
  bool isDown(uint64_t applied) const;
  // A walk over the store below as it is, which waits for nothing: of a key that was not pending before this was called, and that
  // nobody changed since, it sees what get() does.
  std::unique_ptr<Cursor> cursorBelow() const { return store_.cursor(); }

  // Returns when what was applied before is in the store below.
  void flush() const;
  // The same where a group is full; where a thread brings it down, returns at once if there is room for more.
  void flushIfFull() const { flushFrom(bytesMax_); }
  // The same where a group holds so many bytes: by who commits much and must not let others' syncs wait for it.
  void flushFrom(size_t bytes) const;
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

  // What goes down at once: a group, or one large commit, whose changes are sorted.
  struct Level {
    std::variant<Group, WriteBatch> changes;
    size_t bytes = 0;
  };
  using Lock = std::unique_lock<std::shared_mutex>;

  // Those that take a lock require it held, and leave it so.
  void gather(WriteBatch::Change&& change);
  bool holds(size_t bytes) const { return bytesMax_ > 0 && openBytes_ >= bytes; }
  uint64_t newest() const { return brought_ + goingDown_.size(); }  // level, by number
  void push(Level level) const;
  void pushOpen() const;
  void waitForRoom(Lock& lock) const;
  void waitUntilDown(Lock& lock, uint64_t level) const;
  void bringDown(Lock& lock) const;
  static WriteBatch batchOf(const Group& group);
  void work() const;
  void applyBelow(const WriteBatch& batch) const;
  [[noreturn]] void fail() const;
  void throwIfFailed() const;

  Store& store_;
  const size_t bytesMax_;
  const AppliedBy appliedBy_;
  mutable std::shared_mutex mutex_;
  mutable std::condition_variable_any wake_;  // for the thread: there is work, or the end
  mutable std::condition_variable_any down_;  // for the others: something came down, or failed
  mutable Group open_;                        // what was gathered since the last flush
  mutable size_t openBytes_ = 0;
  // The oldest first; each stays until the store below has it. They are numbered from 1 on.
  mutable std::deque<Level> goingDown_;
  mutable size_t goingBytes_ = 0;    // theirs
  mutable uint64_t brought_ = 0;     // the number of the last that came down
  mutable bool isBringing_ = false;  // somebody brings the oldest down
  mutable std::exception_ptr failure_;
  bool ending_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace keeve::store
