#include "store/grouped_store.h"

#include <algorithm>
#include <utility>

namespace keeve::store {
namespace {

constexpr size_t kLargeFrom = 512;  // changes

// What may be on its way down before who applies more has to wait.
constexpr size_t kGoingBytesMax = size_t{8} << 20;

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
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = open_.find(key); found != open_.end()) return found->second.value;
    for (auto level = goingDown_.rbegin(); level != goingDown_.rend(); ++level) {
      if (const auto* group = std::get_if<Group>(&*level)) {
        if (const auto found = group->find(key); found != group->end()) return found->second.value;
      } else if (const auto* change = findIn(std::get<WriteBatch>(*level), key)) {
        return change->value;
      }
    }
  }
  // A level leaves goingDown_ only when the store below has it.
  return store_.get(key);
}

std::unique_ptr<Cursor> GroupedStore::cursor() const {
  flush();
  return store_.cursor();
}

void GroupedStore::apply(WriteBatch&& batch) {
  Lock lock(mutex_);
  throwIfFailed();
  if (bytesMax_ > 0 && isGathered(batch)) {
    for (const WriteBatch::Change& change : batch.changes()) gather(change);
    return;
  }
  if (!batch.ranges().empty() || !isSorted(batch)) {
    waitUntilDown(lock, pushOpen(lock));
    lock.unlock();
    return applyBelow(batch);
  }
  pushOpen(lock);
  const size_t bytes = bytesOf(batch);
  const uint64_t level = push(lock, std::move(batch), bytes);
  if (appliedBy_ == AppliedBy::caller) return waitUntilDown(lock, level);
  down_.wait(lock, [this] { return failure_ || goingBytesSum_ <= kGoingBytesMax; });
  throwIfFailed();
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
  Lock lock(mutex_);
  throwIfFailed();
  waitUntilDown(lock, pushOpen(lock));
}

void GroupedStore::flushIfFull() const {
  Lock lock(mutex_);
  if (!isFullHeld()) return;
  throwIfFailed();
  const uint64_t level = pushOpen(lock);
  if (appliedBy_ == AppliedBy::caller) return waitUntilDown(lock, level);
  down_.wait(lock, [this] { return failure_ || goingBytesSum_ <= kGoingBytesMax; });
}

bool GroupedStore::isFull() const {
  const std::shared_lock lock(mutex_);
  return isFullHeld();
}

bool GroupedStore::hasPending() const {
  const std::shared_lock lock(mutex_);
  return !open_.empty();
}

// The number of the level.
uint64_t GroupedStore::push(Lock& /*held*/, Level level, size_t bytes) const {
  goingDown_.push_back(std::move(level));
  goingBytes_.push_back(bytes);
  goingBytesSum_ += bytes;
  wake_.notify_one();
  return ++pushed_;
}

// The number of the newest level, with what was gathered.
uint64_t GroupedStore::pushOpen(Lock& lock) const {
  if (open_.empty()) return pushed_;
  const size_t bytes = std::exchange(openBytes_, 0);
  return push(lock, std::exchange(open_, {}), bytes);
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
    if (const auto* group = std::get_if<Group>(&oldest)) {
      store_.apply(batchOf(*group));
    } else {
      store_.apply(std::get<WriteBatch>(oldest));
    }
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  isBringing_ = false;
  if (failure) {
    if (!failure_) failure_ = failure;
  } else {
    goingDown_.pop_front();
    goingBytesSum_ -= goingBytes_.front();
    goingBytes_.pop_front();
    ++brought_;
  }
  down_.notify_all();
}

WriteBatch GroupedStore::batchOf(const Group& group) {
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
