// From where RocksDB looks for the place of a change in its memory (a skip list). Our changes come sorted, so each is
// looked for from where the one before it went, which halves what it takes.
//
// RocksDB 7.8 keeps one hint for changes and ranges, which it holds in lists of their own, and would follow it from one
// into the other (facebook/rocksdb#5118, mended in 9.2). So a batch gets hints only where its writer says that it has no
// ranges; what is read back from the log when a store is opened gets none.
#pragma once

#include <memory>

namespace rocksdb {
class SliceTransform;
}

namespace keeve::store {

// For the option memtable_insert_with_hint_prefix_extractor.
std::shared_ptr<const rocksdb::SliceTransform> insertHints();

// While it lives, the calling thread's writes use hints where `isAllowed`.
class UseInsertHints {
 public:
  explicit UseInsertHints(bool isAllowed);
  ~UseInsertHints();
  UseInsertHints(const UseInsertHints&) = delete;
  UseInsertHints& operator=(const UseInsertHints&) = delete;
};

}  // namespace keeve::store
