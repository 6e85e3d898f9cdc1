#include "store/rocks_store.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <filesystem>
#include <mutex>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "store/insert_hints.h"
#include "store/rocks_options.h"
#include "store/store_lock.h"

namespace keeve::store {
namespace {

namespace fs = std::filesystem;

rocksdb::Slice toSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
std::string_view toView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// Each get() after a new range sorts all those of the memtable anew: a millisecond at 5000 of them, 30 us at 100. In a
// file they cost a get nothing.
constexpr size_t kRangesInMemoryMax = 100;

// One line, whatever RocksDB put into its text.
std::string textOf(const rocksdb::Status& status) {
  std::string text = status.ToString();
  for (char& byte : text) {
    if (byte == '\n') byte = ' ';
  }
  return text;
}

class RocksCursor final : public Cursor {
 public:
  RocksCursor(std::unique_ptr<rocksdb::Iterator> iterator, const std::string& path)
      : iterator_(std::move(iterator)), path_(path) {}

  void seek(std::string_view key) override {
    iterator_->Seek(toSlice(key));
    expectHealth();
  }
  bool valid() const override { return iterator_->Valid(); }
  void next() override {
    KEEVE_CHECK(valid());
    iterator_->Next();
    expectHealth();
  }
  std::string_view key() const override { return toView(iterator_->key()); }
  std::string_view value() const override { return toView(iterator_->value()); }

 private:
  // An iterator that failed looks as one at the end does.
  void expectHealth() const {
    if (iterator_->Valid() || iterator_->status().ok()) return;
    throw StoreError("cannot read store " + path_ + ": " + textOf(iterator_->status()));
  }

  std::unique_ptr<rocksdb::Iterator> iterator_;
  const std::string& path_;  // the store's, which outlives its cursors
};

class RocksStore final : public Store {
 public:
  RocksStore(std::string path, std::unique_ptr<StoreLock> lock, std::unique_ptr<rocksdb::DB> db)
      : path_(std::move(path)), lock_(std::move(lock)), db_(std::move(db)) {}
  ~RocksStore() override;
  RocksStore(const RocksStore&) = delete;
  RocksStore& operator=(const RocksStore&) = delete;

  std::optional<std::string> get(std::string_view key) const override;
  std::unique_ptr<Cursor> cursor() const override;
  void apply(const WriteBatch& batch) override;
  void sync() override;
  void compact() override { compactFiles(nullptr, nullptr); }
  void compactRange(std::string_view begin, std::string_view end) override;
  uint64_t diskBytes() const override;
  std::string directory() const override { return path_; }

 private:
  void flushRanges(size_t more);
  void compactFiles(const rocksdb::Slice* begin, const rocksdb::Slice* end);
  [[noreturn]] void fail(std::string_view action, const rocksdb::Status& status);
  void expectNoFailure() const;

  const std::string path_;
  const std::unique_ptr<StoreLock> lock_;
  std::unique_ptr<rocksdb::DB> db_;
  size_t rangesInMemory_ = 0;  // at most; of apply() alone
  mutable std::mutex failureMutex_;
  std::string failure_;  // of the first apply() or sync() that failed
};

RocksStore::~RocksStore() {
  // Nobody was promised what they did not sync; to keep it is a courtesy, and to fail at it no
  // error.
  static_cast<void>(db_->SyncWAL());
  static_cast<void>(db_->Close());
}

std::optional<std::string> RocksStore::get(std::string_view key) const {
  countNothing();
  std::string value;
  const rocksdb::Status status = db_->Get({}, db_->DefaultColumnFamily(), toSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) throw StoreError("cannot read store " + path_ + ": " + textOf(status));
  return value;
}

std::unique_ptr<Cursor> RocksStore::cursor() const {
  countNothing();
  return std::make_unique<RocksCursor>(
      std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(rocksdb::ReadOptions())), path_);
}

void RocksStore::apply(const WriteBatch& batch) {
  expectNoFailure();
  countNothing();
  rocksdb::WriteBatch changes;
  for (const KeyRange& range : batch.ranges()) {
    const rocksdb::Status status = changes.DeleteRange(toSlice(range.begin), toSlice(range.end));
    if (!status.ok()) fail("write to", status);
  }
  for (const WriteBatch::Change& change : batch.changes()) {
    const rocksdb::Status status = change.value
                                       ? changes.Put(toSlice(change.key), toSlice(*change.value))
                                       : changes.Delete(toSlice(change.key));
    if (!status.ok()) fail("write to", status);
  }
  const UseInsertHints hints(batch.ranges().empty());
  const rocksdb::Status status = db_->Write(rocksdb::WriteOptions(), &changes);
  if (!status.ok()) fail("write to", status);
  if (!batch.ranges().empty()) flushRanges(batch.ranges().size());
}

void RocksStore::flushRanges(size_t more) {
  rangesInMemory_ += more;
  if (rangesInMemory_ < kRangesInMemoryMax) return;
  rangesInMemory_ = 0;
  rocksdb::FlushOptions options;
  options.wait = false;
  options.allow_write_stall = true;  // else it waits here for compactions
  const rocksdb::Status status = db_->Flush(options);
  if (!status.ok()) fail("write to", status);
}

void RocksStore::sync() {
  expectNoFailure();
  const rocksdb::Status status = db_->SyncWAL();
  if (!status.ok()) fail("sync", status);
}

void RocksStore::compactRange(std::string_view begin, std::string_view end) {
  if (begin >= end) return;
  const rocksdb::Slice first = toSlice(begin);
  const rocksdb::Slice last = toSlice(end);
  compactFiles(&first, &last);
}

// Also what is in no file yet: RocksDB flushes it first. The last level is written anew where it would be left as it is,
// since what it keeps of erased keys goes only then. Failing at it loses nothing.
void RocksStore::compactFiles(const rocksdb::Slice* begin, const rocksdb::Slice* end) {
  rocksdb::CompactRangeOptions options;
  options.exclusive_manual_compaction = false;  // or writers would wait once their files pile up
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  const rocksdb::Status status = db_->CompactRange(options, begin, end);
  if (!status.ok()) throw StoreError("cannot compact store " + path_ + ": " + textOf(status));
}

uint64_t RocksStore::diskBytes() const {
  uint64_t bytes = 0;
  std::error_code ignored;  // files come and go while this walks
  for (fs::directory_iterator file(path_, ignored), end; file != end; file.increment(ignored)) {
    const uintmax_t size = file->file_size(ignored);
    if (!ignored) bytes += size;
  }
  return bytes;
}

void RocksStore::fail(std::string_view action, const rocksdb::Status& status) {
  const std::string message =
      "cannot " + std::string(action) + " store " + path_ + ": " + textOf(status);
  const std::lock_guard lock(failureMutex_);
  if (failure_.empty()) failure_ = message;
  throw StoreError(message);
}

void RocksStore::expectNoFailure() const {
  const std::lock_guard lock(failureMutex_);
  if (!failure_.empty()) throw StoreError(failure_ + " (nothing more is written; open it anew)");
}

StoreError cannotOpen(const std::string& path, const std::string& why) {
  return StoreError("cannot open store " + path + ": " + why);
}

bool holdsStore(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(fs::path(path) / "CURRENT", error);
  if (status.type() == fs::file_type::none) throw cannotOpen(path, error.message());
  return fs::exists(status);
}

// A directory that a store may be made in: a new one, or one whose making was cut short.
bool mayBecomeStore(const fs::path& path) {
  std::error_code ignored;
  return fs::is_empty(path, ignored) || fs::exists(path / StoreLock::kFileName, ignored);
}

void prepareDirectory(const std::string& path, OpenMode mode) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::none) throw cannotOpen(path, error.message());
  if (fs::exists(status) && !fs::is_directory(status)) {
    throw cannotOpen(path, "it is no directory");
  }
  if (holdsStore(path)) return;
  if (mode == OpenMode::mustExist) throw StoreError("there is no store at " + path);
  if (!fs::exists(status)) {
    fs::create_directories(path, error);
    if (error) throw StoreError("cannot make store " + path + ": " + error.message());
  } else if (!mayBecomeStore(path)) {
    throw StoreError("cannot make store " + path + ": the directory holds other files");
  }
}

}  // namespace

std::unique_ptr<Store> openRocksStore(const std::string& path, OpenMode mode,
                                      RocksProfile profile) {
  prepareDirectory(path, mode);
  auto lock = std::make_unique<StoreLock>(path);
  rocksdb::Options options = rocksOptions(profile);
  options.create_if_missing = !holdsStore(path);
  letCompactionsYield(options);
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, path, &opened);
  std::unique_ptr<rocksdb::DB> db(opened);
  if (!status.ok()) throw cannotOpen(path, textOf(status));
  return std::make_unique<RocksStore>(path, std::move(lock), std::move(db));
}

}  // namespace keeve::store
