// Ordered bytes -> bytes, changed by atomic batches: what the kernel keeps everything in. RocksDB, memory, and later a
// database behind a network stand behind this interface; store_conformance_test.cc holds them all to it.
//
// apply() makes a batch visible at once and durable at some later moment; batches become durable in the order in which
// they were applied, so that a crash loses a tail of whole batches and nothing else. sync() returns when everything
// applied before it was called is durable. Any thread may call any method; apply() is for one thread at a time.
// Failed storage throws StoreError; after a failed apply() or sync() every later apply() throws too (what the medium
// holds is then unknown, and only opening it anew tells).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keeve::store {

class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The keys with begin <= key < end.
struct KeyRange {
  std::string begin;
  std::string end;

  bool contains(std::string_view key) const { return begin <= key && key < end; }
};

// Changes to be made together, in the order in which they were added: a put after an eraseRange() of its key stands, one
// before it does not. Kept as ranges and then changes: a range takes the changes away that it covers when it is added.
class WriteBatch {
 public:
  struct Change {
    std::string key;
    std::optional<std::string> value;  // nullopt: erase
    bool isNew = false;
  };

  void put(std::string key, std::string value) {
    changes_.push_back({std::move(key), std::move(value), false});
  }
  // Of a key under which nothing stands: so that who gathers batches may leave out what comes and goes.
  void insert(std::string key, std::string value) {
    changes_.push_back({std::move(key), std::move(value), true});
  }
  void erase(std::string key) { changes_.push_back({std::move(key), std::nullopt, false}); }
  // Of every key in [begin, end); of none where that is empty. Looks at every change made so far.
  void eraseRange(std::string begin, std::string end) {
    KeyRange range{std::move(begin), std::move(end)};
    if (range.begin >= range.end) return;
    std::erase_if(changes_, [&range](const Change& change) { return range.contains(change.key); });
    ranges_.push_back(std::move(range));
  }

  // To be erased before changes() are made.
  const std::vector<KeyRange>& ranges() const { return ranges_; }
  const std::vector<Change>& changes() const { return changes_; }
  std::vector<Change> takeChanges() { return std::exchange(changes_, {}); }
  bool empty() const { return changes_.empty() && ranges_.empty(); }
  void clear() {
    ranges_.clear();
    changes_.clear();
  }
  void reserve(size_t count) { changes_.reserve(count); }

 private:
  std::vector<KeyRange> ranges_;
  std::vector<Change> changes_;
};

// A walk over the keys in their order (bytes, unsigned), over the state of the store when it was made. It must not outlive
// the store. key() and value() are valid until the next call of seek() or next().
//
// It may step over keys that were erased lately one by one (RocksDB: up to 130'000, at 0.1 us or more each). Who takes
// records off the front of many remembers how far it came and seeks there, or walks over all of them each time.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual void seek(std::string_view key) = 0;  // to the first key >= `key`
  virtual bool valid() const = 0;  // false past the last key; then only seek() may be called
  virtual void next() = 0;
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  virtual std::optional<std::string> get(std::string_view key) const = 0;
  virtual std::unique_ptr<Cursor> cursor() const = 0;  // not on a key until seek()
  virtual void apply(const WriteBatch& batch) = 0;
  virtual void sync() = 0;

  // Give the medium's space back after much was erased, everywhere or in [begin, end), and make walks over it short again.
  // Neither changes what is held, nor keeps other threads from any call meanwhile; both may take minutes.
  virtual void compact() = 0;
  virtual void compactRange(std::string_view begin, std::string_view end) = 0;

  // What the store knows of itself, for `keeve stats`: bytes on the medium, and lines of its own.
  virtual uint64_t diskBytes() const = 0;

  // A directory on this machine that is this store's alone, for small files beside it; "" where it has none.
  virtual std::string directory() const { return {}; }
};

// Opens what a URL names (SPEC §12): "rocksdb:PATH" or a bare path, "rocksdb:PATH?profile=fast" or "…=compact" (RocksProfile of
// store/rocks_store.h), "memory:". StoreError where it cannot be:
// "store PATH is in use by process N", "there is no store at PATH", "…: unknown kind of store 'x'".
enum class OpenMode : uint8_t { createIfMissing, mustExist };
std::unique_ptr<Store> openStore(std::string_view url, OpenMode mode);

}  // namespace keeve::store
