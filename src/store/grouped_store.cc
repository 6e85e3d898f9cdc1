#include "store/grouped_store.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace keeve::store {
namespace {

constexpr size_t kLargeFrom = 512;  // changes

// What may be on its way down before who applies more has to wait, if it is more than one commit: some milliseconds' work, for whoever
// syncs waits for it.
constexpr size_t kGoingBytesMax = size_t{256} << 10;

constexpr size_t kRoomMax = 4096;  // changes, for which a new group has room at once

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

// The change of `key` in a level, or nullptr.
const WriteBatch::Change* findIn(const WriteBatch& batch, std::string_view key) {
  const auto& changes = batch.changes();
  const auto found = std::lower_bound(changes.begin(), changes.end(), key,
                                      [](const WriteBatch::Change& change,
                                         std::string_view wanted) { return change.key < wanted; });
  return found != changes.end() && found->key == key ? &*found : nullptr;
}

size_t bytesOf(const WriteBatch& batch) {
  size_t bytes = 0;
  for (const WriteBatch::Change& change : batch.changes())
    bytes += sizeof(change) + change.key.size() + (change.value ? change.value->size() : 0);
  return bytes;
}

// Each key once, in order, as a crank buffer gives them.
bool isSorted(const WriteBatch& batch) {
  const auto& changes = batch.changes();
  const auto after = [](const auto& left, const auto& right) { return left.key >= right.key; };
  return std::adjacent_find(changes.begin(), changes.end(), after) == changes.end();
}

}  // namespace

GroupedStore::GroupedStore(Store& store, size_t bytesMax, AppliedBy appliedBy)
    : store_(store), bytesMax_(bytesMax), appliedBy_(appliedBy) {
  if (appliedBy_ == AppliedBy::thread) thread_ = std::thread([this] { work(); });
}

GroupedStore::~GroupedStore() {
  {
    const Lock lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::optional<std::string> GroupedStore::get(std::string_view key) const {
  if (auto change = pending(key)) return std::move(change->value);
  // A level leaves goingDown_ only when the store below has it.
  return store_.get(key);
}

std::optional<GroupedStore::Pending> GroupedStore::pending(std::string_view key) const {
  const std::shared_lock lock(mutex_);
  if (const auto found = open_.find(key); found != open_.end()) return Pending{found->second.value};
  for (auto level = goingDown_.rbegin(); level != goingDown_.rend(); ++level) {
    if (const auto* group = std::get_if<Group>(&level->changes)) {
      if (const auto found = group->find(key); found != group->end())
        return Pending{found->second.value};
    } else if (const auto* change = findIn(std::get<WriteBatch>(level->changes), key)) {
      return Pending{change->value};
    }
  }
  return std::nullopt;
}

uint64_t GroupedStore::applied() const {
  const std::shared_lock lock(mutex_);
  return newest() + (open_.empty() ? 0 : 1);
}

bool GroupedStore::isDown(uint64_t applied) const {
  const std::shared_lock lock(mutex_);
  return brought_ >= applied;
}

std::unique_ptr<Cursor> GroupedStore::cursor() const {
  flush();
  return store_.cursor();
}

void GroupedStore::apply(WriteBatch&& batch) {
  Lock lock(mutex_);
  throwIfFailed();
  if (bytesMax_ > 0 && isGathered(batch)) {
    for (WriteBatch::Change& change : batch.takeChanges()) gather(std::move(change));
    return;
  }
  pushOpen();
  if (!batch.ranges().empty() || !isSorted(batch)) {
    waitUntilDown(lock, newest());
    lock.unlock();
    return applyBelow(batch);
  }
  const size_t bytes = bytesOf(batch);
  push({std::move(batch), bytes});
  waitForRoom(lock);
  throwIfFailed();
}

void GroupedStore::gather(WriteBatch::Change&& change) {
  const size_t keyBytes = change.key.size() + sizeof(Group::value_type);
  const auto [place, isFirst] = open_.try_emplace(std::move(change.key));
  Change& known = place->second;
  if (isFirst) {
    known.isNew = change.isNew;
    openBytes_ += keyBytes;
  }
  openBytes_ -= known.value ? known.value->size() : 0;
  if (!change.value && known.isNew) {
    openBytes_ -= keyBytes;
    open_.erase(place);
    return;
  }
  known.value = std::move(change.value);
  openBytes_ += known.value ? known.value->size() : 0;
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
  Lock lock(mutex_);
  throwIfFailed();
  pushOpen();
  waitUntilDown(lock, newest());
}

void GroupedStore::flushFrom(size_t bytes) const {
  Lock lock(mutex_);
  if (!holds(bytes)) return;
  throwIfFailed();
  pushOpen();
  waitForRoom(lock);
}

bool GroupedStore::isFull() const {
  const std::shared_lock lock(mutex_);
  return holds(bytesMax_);
}

bool GroupedStore::hasPending() const {
  const std::shared_lock lock(mutex_);
  return !open_.empty();
}

void GroupedStore::push(Level level) const {
  goingBytes_ += level.bytes;
  goingDown_.push_back(std::move(level));
  wake_.notify_one();
}

void GroupedStore::pushOpen() const {
  if (open_.empty()) return;
  const size_t next = std::min(open_.size(), kRoomMax);  // likely as many again
  push({std::exchange(open_, {}), std::exchange(openBytes_, 0)});
  open_.reserve(next);
}

// Whoever calls brings down all; who has a thread for it waits only where much is on its way.
void GroupedStore::waitForRoom(Lock& lock) const {
  if (appliedBy_ == AppliedBy::caller) return waitUntilDown(lock, newest());
  down_.wait(
      lock, [this] { return failure_ || goingDown_.size() <= 1 || goingBytes_ <= kGoingBytesMax; });
}

void GroupedStore::waitUntilDown(Lock& lock, uint64_t level) const {
  while (brought_ < level) {
    throwIfFailed();
    if (appliedBy_ == AppliedBy::thread || isBringing_) {
      down_.wait(lock);
    } else {
      bringDown(lock);
    }
  }
}

// The oldest level. What could not be applied stays in goingDown_: whoever reads before hearing of the failure sees no
// older state.
void GroupedStore::bringDown(Lock& lock) const {
  const Level& oldest = goingDown_.front();
  isBringing_ = true;
  lock.unlock();
  std::exception_ptr failure;
  try {
    if (const auto* group = std::get_if<Group>(&oldest.changes)) {
      store_.apply(batchOf(*group));
    } else {
      store_.apply(std::get<WriteBatch>(oldest.changes));
    }
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  isBringing_ = false;
  if (failure) {
    if (!failure_) failure_ = failure;
  } else {
    goingBytes_ -= oldest.bytes;
    goingDown_.pop_front();
    ++brought_;
  }
  down_.notify_all();
}

// In the order of the keys, which suits the store below.
WriteBatch GroupedStore::batchOf(const Group& group) {
  std::vector<const Group::value_type*> changes;
  changes.reserve(group.size());
  for (const auto& change : group) changes.push_back(&change);
  std::sort(changes.begin(), changes.end(),
            [](const auto* left, const auto* right) { return left->first < right->first; });
  WriteBatch batch;
  batch.reserve(group.size());
  for (const auto* change : changes) {
    if (change->second.value) {
      batch.put(change->first, *change->second.value);
    } else {
      batch.erase(change->first);
    }
  }
  return batch;
}

void GroupedStore::work() const {
  Lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return ending_ || (!goingDown_.empty() && !failure_); });
    if (ending_) return;
    bringDown(lock);
  }
}

void GroupedStore::applyBelow(const WriteBatch& batch) const {
  try {
    store_.apply(batch);
  } catch (...) {
    fail();
  }
}

// What is being handled goes on, and who waits for what will not come down any more hears of it too.
void GroupedStore::fail() const {
  {
    const Lock lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
  down_.notify_all();
  throw;
}

void GroupedStore::throwIfFailed() const {
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace keeve::store
