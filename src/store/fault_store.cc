#include "store/fault_store.h"

#include <utility>

namespace keeve::store {
namespace {

// Counts down to the call that is to fail; true at that call.
bool isDue(std::optional<uint64_t>& countdown) {
  if (!countdown) return false;
  if (*countdown > 0) {
    --*countdown;
    return false;
  }
  countdown.reset();
  return true;
}

}  // namespace

FaultStore::FaultStore(std::unique_ptr<Store> under, uint64_t seed)
    : under_(std::move(under)), random_(seed) {}

void FaultStore::plan(const Plan& plan) {
  const std::lock_guard lock(mutex_);
  plan_ = plan;
}

uint64_t FaultStore::crash() {
  const std::lock_guard lock(mutex_);
  for (uint64_t lost = random_.below(undo_.size() + 1); lost > 0; --lost) {
    under_->apply(undo_.back());
    undo_.pop_back();
    --applied_;
  }
  undo_.clear();
  plan_ = {};
  failed_ = false;
  return applied_;
}

uint64_t FaultStore::appliedCount() const {
  const std::lock_guard lock(mutex_);
  return applied_;
}

uint64_t FaultStore::syncedCount() const {
  const std::lock_guard lock(mutex_);
  return applied_ - undo_.size();
}

std::optional<std::string> FaultStore::get(std::string_view key) const {
  const std::lock_guard lock(mutex_);
  if (isDue(plan_.failGet)) throw StoreError("this read was to fail");
  return under_->get(key);
}

std::unique_ptr<Cursor> FaultStore::cursor() const { return under_->cursor(); }

void FaultStore::apply(const WriteBatch& batch) {
  const std::lock_guard lock(mutex_);
  expectNoFailure();
  if (!isDue(plan_.failApply)) return applyUndoably(batch);
  failed_ = true;
  if (random_.oneIn(2)) applyUndoably(batch);
  throw StoreError("this write was to fail");
}

void FaultStore::sync() {
  const std::lock_guard lock(mutex_);
  expectNoFailure();
  if (isDue(plan_.failSync)) {
    failed_ = true;
    throw StoreError("this sync was to fail");
  }
  under_->sync();
  undo_.clear();
}

uint64_t FaultStore::diskBytes() const { return under_->diskBytes(); }

void FaultStore::applyUndoably(const WriteBatch& batch) {
  WriteBatch undo;
  const auto cursor = batch.ranges().empty() ? nullptr : under_->cursor();
  for (const KeyRange& range : batch.ranges()) {
    for (cursor->seek(range.begin); cursor->valid() && cursor->key() < range.end; cursor->next())
      undo.put(std::string(cursor->key()), std::string(cursor->value()));
  }
  for (const WriteBatch::Change& change : batch.changes()) {
    if (auto before = under_->get(change.key)) {
      undo.put(change.key, std::move(*before));
    } else {
      undo.erase(change.key);
    }
  }
  under_->apply(batch);
  undo_.push_back(std::move(undo));
  ++applied_;
}

void FaultStore::expectNoFailure() const {
  if (failed_) throw StoreError("the store failed earlier (nothing more is written)");
}

}  // namespace keeve::store
