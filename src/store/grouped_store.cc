#include "store/grouped_store.h"

#include <algorithm>
#include <utility>

namespace keeve::store {
namespace {

constexpr size_t kLargeFrom = 512;  // changes

// A commit of ranges must not be gathered. A large commit that makes little that another could erase gains nothing from company. A crank that sends a thousand
// messages does: nearly all of what it makes is gone when they were answered.
bool isGathered(const WriteBatch& batch) {
  if (!batch.ranges().empty()) return false;
  const auto& changes = batch.changes();
  if (changes.size() < kLargeFrom) return true;
  const auto news = std::count_if(changes.begin(), changes.end(),
                                  [](const WriteBatch::Change& change) { return change.isNew; });
  return static_cast<size_t>(news) > changes.size() / 2;
}

}  // namespace

std::optional<std::string> GroupedStore::get(std::string_view key) const {
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = open_.find(key); found != open_.end()) return found->second.value;
    if (const auto found = goingDown_.find(key); found != goingDown_.end())
      return found->second.value;
  }
  // A group leaves goingDown_ only when the store below has it.
  return store_.get(key);
}

std::unique_ptr<Cursor> GroupedStore::cursor() const {
  flush();
  return store_.cursor();
}

void GroupedStore::apply(const WriteBatch& batch) {
  if (bytesMax_ > 0 && isGathered(batch)) {
    const std::unique_lock lock(mutex_);
    throwIfFailed();
    for (const WriteBatch::Change& change : batch.changes()) gather(change);
    return;
  }
  const std::lock_guard flushing(flushing_);
  flushHeld();
  applyBelow(batch);
}

void GroupedStore::gather(const WriteBatch::Change& change) {
  const auto [place, isFirst] = open_.try_emplace(change.key);
  Change& known = place->second;
  if (isFirst) {
    known.isNew = change.isNew;
    openBytes_ += change.key.size() + sizeof(Group::value_type);
  }
  openBytes_ -= known.value ? known.value->size() : 0;
  if (!change.value && known.isNew) {
    openBytes_ -= change.key.size() + sizeof(Group::value_type);
    open_.erase(place);
    return;
  }
  known.value = change.value;
  openBytes_ += change.value ? change.value->size() : 0;
}

void GroupedStore::sync() {
  flush();
  try {
    store_.sync();
  } catch (...) {
    fail();
  }
}

// What was gathered may be the erasures that are to give space back.
void GroupedStore::compact() {
  flush();
  store_.compact();
}

void GroupedStore::compactRange(std::string_view begin, std::string_view end) {
  flush();
  store_.compactRange(begin, end);
}

void GroupedStore::flush() const {
  const std::lock_guard flushing(flushing_);
  flushHeld();
}

void GroupedStore::flushHeld() const {
  {
    const std::unique_lock lock(mutex_);
    throwIfFailed();
    if (open_.empty()) return;
    goingDown_.swap(open_);
    openBytes_ = 0;
  }
  applyBelow(batchOf(goingDown_));
  const std::unique_lock lock(mutex_);
  goingDown_.clear();
}

// What could not be applied stays in goingDown_: whoever reads before hearing of the failure sees no older state.
void GroupedStore::applyBelow(const WriteBatch& batch) const {
  try {
    store_.apply(batch);
  } catch (...) {
    fail();
  }
}

// What is being handled goes on, and every later change throws it too.
void GroupedStore::fail() const {
  const std::unique_lock lock(mutex_);
  if (!failure_) failure_ = std::current_exception();
  throw;
}

void GroupedStore::flushIfFull() const {
  if (isFull()) flush();
}

bool GroupedStore::isFull() const {
  const std::shared_lock lock(mutex_);
  return bytesMax_ > 0 && openBytes_ >= bytesMax_;
}

bool GroupedStore::hasPending() const {
  const std::shared_lock lock(mutex_);
  return !open_.empty();
}

// goingDown_ changes only while flushing_ is held, which the caller does.
WriteBatch GroupedStore::batchOf(const Group& group) const {
  WriteBatch batch;
  batch.reserve(group.size());
  for (const auto& [key, change] : group) {
    if (change.value) {
      batch.put(key, *change.value);
    } else {
      batch.erase(key);
    }
  }
  return batch;
}

void GroupedStore::throwIfFailed() const {
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace keeve::store
