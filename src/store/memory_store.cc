#include "store/memory_store.h"

#include "base/check.h"

namespace keeve::store {

class MemoryStore::MemoryCursor final : public Cursor {
 public:
  // Called with `store`'s lock held.
  explicit MemoryCursor(const MemoryStore& store)
      : store_(store), contents_(store.contents_), at_(contents_->end()) {}
  ~MemoryCursor() override {
    const std::lock_guard lock(store_.mutex_);
    contents_.reset();
  }
  MemoryCursor(const MemoryCursor&) = delete;
  MemoryCursor& operator=(const MemoryCursor&) = delete;

  void seek(std::string_view key) override { at_ = contents_->lower_bound(key); }
  bool valid() const override { return at_ != contents_->end(); }
  void next() override {
    KEEVE_CHECK(valid());
    ++at_;
  }
  std::string_view key() const override { return entry().first; }
  std::string_view value() const override { return entry().second; }

 private:
  const Contents::value_type& entry() const {
    KEEVE_CHECK(valid());
    return *at_;
  }

  const MemoryStore& store_;
  std::shared_ptr<const Contents> contents_;
  Contents::const_iterator at_;
};

MemoryStore::MemoryStore() : contents_(std::make_shared<Contents>()) {}

std::optional<std::string> MemoryStore::get(std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const auto found = contents_->find(key);
  if (found == contents_->end()) return std::nullopt;
  return found->second;
}

std::unique_ptr<Cursor> MemoryStore::cursor() const {
  const std::lock_guard lock(mutex_);
  return std::make_unique<MemoryCursor>(*this);
}

void MemoryStore::apply(const WriteBatch& batch) {
  const std::lock_guard lock(mutex_);
  if (contents_.use_count() > 1) contents_ = std::make_shared<Contents>(*contents_);
  for (const KeyRange& range : batch.ranges()) {
    contents_->erase(contents_->lower_bound(range.begin), contents_->lower_bound(range.end));
  }
  for (const WriteBatch::Change& change : batch.changes()) {
    if (change.value) {
      contents_->insert_or_assign(change.key, *change.value);
    } else {
      contents_->erase(change.key);
    }
  }
}

}  // namespace keeve::store
