// One crank's changes over a store (SPEC §8.1): reads see them, the store does not, until the crank
// commits what take() gives; discard() undoes the crank. Nothing is kept of what is only read.
//
// Points go through a hash index over the changes in the order in which they came; order for scans
// is made when a scan asks for it. Used by one thread at a time. The store must outlive the buffer,
// and may change meanwhile where the crank neither reads nor writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace keeve::store {

struct Record {
  std::string key;
  std::string value;

  bool operator==(const Record&) const = default;
};

class CrankBuffer {
 public:
  explicit CrankBuffer(const Store& store) : store_(store) {}

  // Valid until the next call.
  std::optional<std::string_view> get(std::string_view key);
  // What this crank has put there, without a look into the store; nullopt where it did not, or erased it. Valid as above.
  std::optional<std::string_view> getOwn(std::string_view key);
  void put(std::string_view key, std::string_view value);
  // A put of a key that the caller knows to stand neither here nor in the store.
  void insert(std::string_view key, std::string_view value);
  void erase(std::string_view key);
  // Every key in [begin, end), of this crank's changes and of the store.
  void eraseRange(std::string_view begin, std::string_view end);

  // Up to `limit` records with begin <= key < end, in order. To go on after a key, begin at that
  // key + '\0'.
  std::vector<Record> scan(std::string_view begin, std::string_view end, size_t limit);

  // The ranges, merged, and the changes, each key once, both sorted; the buffer is empty afterwards.
  WriteBatch take();
  void discard();

  size_t changeCount() const { return changes_.size() + ranges_.size(); }
  size_t changeBytes() const { return bytes_; }  // of their keys, values and bounds

 private:
  struct Slot {
    uint32_t hash = 0;   // of the key; its low bits choose the slot
    uint32_t place = 0;  // in changes_, + 1; 0: a free slot
  };

  // The first sixteen bytes of a key as numbers that sort as they do, which tells most keys apart without a look at them.
  struct KeyHead {
    uint64_t first;
    uint64_t second;
    uint32_t place;
  };

  void clearChanges(std::string_view begin, std::string_view end);
  bool isErased(std::string_view key) const {
    return !ranges_.empty() && rangeOver(key) != nullptr;
  }
  const std::string* rangeOver(std::string_view key) const;
  void skipErased(Cursor& stored) const;
  WriteBatch::Change* find(std::string_view key);
  void set(std::string_view key, std::optional<std::string_view> value, bool isNew = false);
  static KeyHead headOf(std::string_view key, uint32_t place);
  void enter(Slot slot);
  void grow();
  void sortChanges();
  std::vector<uint32_t>::const_iterator firstFrom(std::string_view key) const;

  const Store& store_;
  std::vector<WriteBatch::Change> changes_;  // one a key
  std::vector<Slot> index_;                  // open addressing; its size is a power of two, or 0
  std::vector<uint32_t> sorted_;     // places in changes_, by key; the newest may be missing
  std::vector<KeyHead> heads_;       // empty but in sortChanges(), which so has its memory
  std::optional<std::string> read_;  // what get() last read from the store
  // What is erased in the store, by begin, to end; they neither meet nor overlap. The changes stand over
  // it: those that a range covered when it was made are erasures.
  std::map<std::string, std::string, std::less<>> ranges_;
  size_t bytes_ = 0;
};

}  // namespace keeve::store
