#include "store/crank_buffer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <functional>
#include <iterator>
#include <utility>

#include "base/check.h"

namespace keeve::store {
namespace {

constexpr size_t kFirstIndexSize = 64;
constexpr size_t kSlotsAChange = 2;       // at least, so that chains stay short
constexpr size_t kChangesKept = 1 << 14;  // a crank of more gives its memory back
constexpr uint32_t kChangesMax = UINT32_MAX / 2;

uint32_t hashOf(std::string_view key) {
  return static_cast<uint32_t>(std::hash<std::string_view>{}(key));
}

}  // namespace

std::optional<std::string_view> CrankBuffer::get(std::string_view key) {
  if (const WriteBatch::Change* change = find(key)) return change->value;
  if (isErased(key)) return std::nullopt;
  read_ = store_.get(key);
  return read_;
}

std::optional<std::string_view> CrankBuffer::getOwn(std::string_view key) {
  const WriteBatch::Change* change = find(key);
  if (!change) return std::nullopt;
  return change->value;
}

void CrankBuffer::put(std::string_view key, std::string_view value) { set(key, value); }

void CrankBuffer::insert(std::string_view key, std::string_view value) { set(key, value, true); }

void CrankBuffer::erase(std::string_view key) { set(key, std::nullopt); }

void CrankBuffer::eraseRange(std::string_view begin, std::string_view end) {
  if (begin >= end) return;
  std::string first(begin);
  std::string last(end);
  clearChanges(first, last);
  // The ranges that it meets become one with it.
  auto at = ranges_.upper_bound(first);
  if (at != ranges_.begin() && std::prev(at)->second >= first) --at;
  while (at != ranges_.end() && at->first <= last) {
    bytes_ -= at->first.size() + at->second.size();
    first = std::min(first, at->first);
    last = std::max(last, at->second);
    at = ranges_.erase(at);
  }
  bytes_ += first.size() + last.size();
  ranges_.emplace(std::move(first), std::move(last));
}

std::vector<Record> CrankBuffer::scan(std::string_view begin, std::string_view end, size_t limit) {
  std::vector<Record> records;
  sortChanges();
  auto at = firstFrom(begin);
  const auto changesEnd = firstFrom(std::max(begin, end));
  const std::unique_ptr<Cursor> stored = store_.cursor();
  stored->seek(begin);
  skipErased(*stored);
  const auto storedEnded = [&stored, end] { return !stored->valid() || stored->key() >= end; };
  while (records.size() < limit) {
    if (at == changesEnd) {
      if (storedEnded()) break;
      records.push_back({std::string(stored->key()), std::string(stored->value())});
      stored->next();
      skipErased(*stored);
      continue;
    }
    const WriteBatch::Change& change = changes_[*at];
    const int order = storedEnded() ? -1 : change.key.compare(stored->key());
    if (order > 0) {
      records.push_back({std::string(stored->key()), std::string(stored->value())});
    } else {
      if (change.value) records.push_back({change.key, *change.value});
      ++at;
    }
    if (order >= 0) {
      stored->next();
      skipErased(*stored);
    }
  }
  return records;
}

WriteBatch CrankBuffer::take() {
  sortChanges();
  WriteBatch batch;
  for (const auto& [begin, end] : ranges_) batch.eraseRange(begin, end);
  batch.reserve(changes_.size());
  for (const uint32_t place : sorted_) {
    WriteBatch::Change& change = changes_[place];
    if (change.value && change.isNew) {
      batch.insert(std::move(change.key), std::move(*change.value));
    } else if (change.value) {
      batch.put(std::move(change.key), std::move(*change.value));
    } else if (!change.isNew && !isErased(change.key)) {
      batch.erase(std::move(change.key));
    }
  }
  discard();
  return batch;
}

void CrankBuffer::discard() {
  if (changes_.size() > kChangesKept) {
    changes_ = std::vector<WriteBatch::Change>();
    sorted_ = std::vector<uint32_t>();
    index_ = std::vector<Slot>();
    heads_ = std::vector<KeyHead>();
  }
  if (index_.size() > kFirstIndexSize) index_.resize(kFirstIndexSize);
  if (!changes_.empty()) std::fill(index_.begin(), index_.end(), Slot{});
  changes_.clear();
  sorted_.clear();
  ranges_.clear();
  read_.reset();
  bytes_ = 0;
}

void CrankBuffer::clearChanges(std::string_view begin, std::string_view end) {
  sortChanges();
  for (auto at = firstFrom(begin); at != sorted_.end() && changes_[*at].key < end; ++at) {
    std::optional<std::string>& value = changes_[*at].value;
    bytes_ -= value ? value->size() : 0;
    value.reset();
  }
}

// The end of the range that covers `key`; nullptr: none does.
const std::string* CrankBuffer::rangeOver(std::string_view key) const {
  const auto after = ranges_.upper_bound(key);
  if (after == ranges_.begin()) return nullptr;
  const std::string& end = std::prev(after)->second;
  return key < end ? &end : nullptr;
}

void CrankBuffer::skipErased(Cursor& stored) const {
  if (ranges_.empty()) return;
  while (stored.valid()) {
    const std::string* end = rangeOver(stored.key());
    if (end == nullptr) return;
    stored.seek(*end);
  }
}

WriteBatch::Change* CrankBuffer::find(std::string_view key) {
  if (index_.empty()) return nullptr;
  const uint32_t hash = hashOf(key);
  const size_t mask = index_.size() - 1;
  for (size_t i = hash & mask; index_[i].place != 0; i = (i + 1) & mask) {
    if (index_[i].hash != hash) continue;
    WriteBatch::Change& change = changes_[index_[i].place - 1];
    if (change.key == key) return &change;
  }
  return nullptr;
}

void CrankBuffer::set(std::string_view key, std::optional<std::string_view> value, bool isNew) {
  const auto sizeOf = [](const auto& optional) { return optional ? optional->size() : 0; };
  if (WriteBatch::Change* change = find(key)) {
    bytes_ = bytes_ - sizeOf(change->value) + sizeOf(value);
    if (value && change->value) {
      change->value->assign(*value);  // into the memory it has
    } else {
      change->value = value;
    }
    return;
  }
  KEEVE_CHECK(changes_.size() < kChangesMax, changes_.size());
  bytes_ += key.size() + sizeOf(value);
  changes_.push_back({std::string(key), std::optional<std::string>(value), isNew});
  if (changes_.size() * kSlotsAChange > index_.size()) grow();
  enter({hashOf(key), static_cast<uint32_t>(changes_.size())});
}

CrankBuffer::KeyHead CrankBuffer::headOf(std::string_view key, uint32_t place) {
  std::array<unsigned char, 16> bytes{};
  std::memcpy(bytes.data(), key.data(), std::min(key.size(), bytes.size()));
  uint64_t first = 0;
  uint64_t second = 0;
  for (size_t i = 0; i < 8; ++i) {
    first = first << 8 | bytes[i];
    second = second << 8 | bytes[i + 8];
  }
  return {first, second, place};
}

void CrankBuffer::enter(Slot slot) {
  const size_t mask = index_.size() - 1;
  size_t i = slot.hash & mask;
  while (index_[i].place != 0) i = (i + 1) & mask;
  index_[i] = slot;
}

void CrankBuffer::grow() {
  std::vector<Slot> old(std::max(kFirstIndexSize, index_.size() * 2));
  old.swap(index_);
  for (const Slot& slot : old) {
    if (slot.place != 0) enter(slot);
  }
}

// In sorted_, which must know every change.
std::vector<uint32_t>::const_iterator CrankBuffer::firstFrom(std::string_view key) const {
  const auto startsBefore = [this](uint32_t place, std::string_view wanted) {
    return changes_[place].key < wanted;
  };
  return std::lower_bound(sorted_.begin(), sorted_.end(), key, startsBefore);
}

// Places are given out in order, so what sorted_ holds are the first ones.
void CrankBuffer::sortChanges() {
  const auto sortsBefore = [this](uint32_t left, uint32_t right) {
    return changes_[left].key < changes_[right].key;
  };
  const size_t known = sorted_.size();
  if (known == changes_.size()) return;
  for (size_t place = known; place < changes_.size(); ++place)
    heads_.push_back(headOf(changes_[place].key, static_cast<uint32_t>(place)));
  std::sort(heads_.begin(), heads_.end(), [&](const KeyHead& left, const KeyHead& right) {
    if (left.first != right.first) return left.first < right.first;
    if (left.second != right.second) return left.second < right.second;
    return sortsBefore(left.place, right.place);
  });
  for (const KeyHead& head : heads_) sorted_.push_back(head.place);
  heads_.clear();
  const auto middle = sorted_.begin() + static_cast<std::ptrdiff_t>(known);
  std::inplace_merge(sorted_.begin(), middle, sorted_.end(), sortsBefore);
}

}  // namespace keeve::store
