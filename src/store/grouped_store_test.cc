#include "store/grouped_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "store/fault_store.h"
#include "store/memory_store.h"

namespace keeve::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr size_t kRoomy = size_t{1} << 20;

WriteBatch putting(const std::string& key, const std::string& value) {
  WriteBatch batch;
  batch.put(key, value);
  return batch;
}
WriteBatch inserting(const std::string& key) {
  WriteBatch batch;
  batch.insert(key, "");
  return batch;
}
WriteBatch erasing(const std::string& key) {
  WriteBatch batch;
  batch.erase(key);
  return batch;
}

std::vector<std::string> keysOf(const Store& store) {
  std::vector<std::string> keys;
  const auto cursor = store.cursor();
  for (cursor->seek(""); cursor->valid(); cursor->next()) keys.emplace_back(cursor->key());
  return keys;
}

// Counts and keeps the batches that come down.
class WatchedStore final : public Store {
 public:
  std::optional<std::string> get(std::string_view key) const override { return under_.get(key); }
  std::unique_ptr<Cursor> cursor() const override { return under_.cursor(); }
  void apply(const WriteBatch& batch) override {
    under_.apply(batch);
    batches.push_back(batch);
  }
  void sync() override {}
  void compact() override { ++compactions; }
  void compactRange(std::string_view, std::string_view) override { ++compactions; }
  uint64_t diskBytes() const override { return 0; }

  std::vector<WriteBatch> batches;
  int compactions = 0;

 private:
  MemoryStore under_;
};

TEST(GroupedStoreTest, CommitsAreSeenAtOnceAndGoDownTogether) {
  WatchedStore below;
  GroupedStore store(below, kRoomy);
  store.apply(putting("a", "1"));
  store.apply(putting("b", "1"));
  store.apply(putting("a", "2"));
  EXPECT_EQ(store.get("a"), "2");
  EXPECT_TRUE(store.hasPending());
  EXPECT_FALSE(store.isDown(store.applied()));
  EXPECT_THAT(below.batches, IsEmpty());
  store.flush();
  ASSERT_EQ(below.batches.size(), 1U);
  EXPECT_EQ(below.batches[0].changes().size(), 2U);
  EXPECT_FALSE(store.hasPending());
  EXPECT_EQ(below.get("a"), "2");
}

TEST(GroupedStoreTest, AWalkSeesWhatWasGathered) {
  MemoryStore below;
  GroupedStore store(below, kRoomy);
  store.apply(putting("a", "1"));
  EXPECT_THAT(keysOf(store), ElementsAre("a"));
}

TEST(GroupedStoreTest, WhatIsMadeAndErasedInOneGroupNeverGoesDown) {
  WatchedStore below;
  GroupedStore store(below, kRoomy);
  store.apply(inserting("brief"));
  store.apply(putting("brief", "changed"));
  store.apply(erasing("brief"));
  EXPECT_EQ(store.get("brief"), std::nullopt);
  store.flush();
  EXPECT_THAT(below.batches, IsEmpty());
}

TEST(GroupedStoreTest, WhatStoodBelowIsErasedThere) {
  MemoryStore below;
  GroupedStore store(below, kRoomy);
  store.apply(inserting("key"));
  store.flush();
  store.apply(erasing("key"));
  store.apply(inserting("key"));
  store.apply(erasing("key"));
  EXPECT_EQ(store.get("key"), std::nullopt);
  store.flush();
  EXPECT_EQ(below.get("key"), std::nullopt);
}

TEST(GroupedStoreTest, AFullGroupGoesDownWhenItIsAskedTo) {
  WatchedStore below;
  GroupedStore store(below, 1000);
  store.apply(putting("a", "small"));
  store.flushIfFull();
  EXPECT_THAT(below.batches, IsEmpty());
  store.apply(putting("b", std::string(1000, 'b')));
  store.flushIfFull();
  EXPECT_EQ(below.batches.size(), 1U);
}

TEST(GroupedStoreTest, WhatCameAndWentFillsNoGroup) {
  WatchedStore below;
  GroupedStore store(below, 1000);
  store.apply(putting("stays", ""));
  for (int i = 0; i < 1000; ++i) {
    store.apply(inserting("brief"));
    store.apply(putting("brief", "changed"));
    store.apply(erasing("brief"));
  }
  store.flushIfFull();
  EXPECT_TRUE(store.hasPending());
}

TEST(GroupedStoreTest, AGroupOfNothingLetsEachCommitDownByItself) {
  WatchedStore below;
  GroupedStore store(below, 0);
  store.apply(putting("a", "1"));
  store.apply(erasing("a"));
  EXPECT_EQ(below.batches.size(), 2U);
}

TEST(GroupedStoreTest, ALargeCommitGoesDownByItselfAfterWhatCameBefore) {
  WatchedStore below;
  GroupedStore store(below, kRoomy);
  store.apply(putting("key1", "before"));
  WriteBatch large;
  for (int i = 0; i < 1000; ++i) large.put("key" + std::to_string(i), "large");
  store.apply(large);
  ASSERT_EQ(below.batches.size(), 2U);
  EXPECT_EQ(below.get("key1"), "large");
}

TEST(GroupedStoreTest, ACommitOfARangeGoesDownByItselfAfterWhatCameBefore) {
  WatchedStore below;
  GroupedStore store(below, kRoomy);
  store.apply(inserting("key1"));
  WriteBatch range;
  range.eraseRange("key", "kez");
  range.insert("key2", "after");
  store.apply(range);
  ASSERT_EQ(below.batches.size(), 2U);
  EXPECT_EQ(below.batches[1].ranges().size(), 1U);
  EXPECT_EQ(store.get("key1"), std::nullopt);
  EXPECT_EQ(store.get("key2"), "after");
  EXPECT_THAT(keysOf(below), ElementsAre("key2"));
  store.apply(erasing("key2"));
  EXPECT_THAT(keysOf(store), IsEmpty());
}

TEST(GroupedStoreTest, WhatWasGatheredGoesDownBeforeTheStoreBelowIsCompacted) {
  WatchedStore below;
  GroupedStore store(below, kRoomy);
  store.apply(putting("a", "1"));
  store.compact();
  EXPECT_FALSE(store.hasPending());
  store.apply(putting("a", "2"));
  store.compactRange("a", "b");
  EXPECT_FALSE(store.hasPending());
  EXPECT_EQ(below.compactions, 2);
}

TEST(GroupedStoreTest, ALargeCommitOfNewKeysWaitsForThoseWhoEraseThem) {
  WatchedStore below;
  GroupedStore store(below, kRoomy);
  WriteBatch sent;
  WriteBatch answered;
  for (int i = 0; i < 1000; ++i) {
    sent.insert("message" + std::to_string(i), "");
    answered.erase("message" + std::to_string(i));
  }
  store.apply(sent);
  EXPECT_TRUE(store.hasPending());
  for (const WriteBatch::Change& change : answered.changes()) store.apply(erasing(change.key));
  store.flush();
  EXPECT_THAT(below.batches, IsEmpty());
}

TEST(GroupedStoreTest, AfterAFailedFlushNothingMoreIsChangedAndReadsSeeWhatWasCommitted) {
  for (const auto appliedBy : {GroupedStore::AppliedBy::caller, GroupedStore::AppliedBy::thread}) {
    FaultStore below(std::make_unique<MemoryStore>(), 1);
    GroupedStore store(below, kRoomy, appliedBy);
    store.apply(putting("key", "new"));
    below.plan({.failApply = 0});
    EXPECT_THROW(store.flush(), StoreError);
    EXPECT_EQ(store.get("key"), "new");
    EXPECT_THROW(store.apply(putting("key", "newer")), StoreError);
    EXPECT_THROW(store.sync(), StoreError);
    EXPECT_THROW(store.cursor(), StoreError);
    EXPECT_EQ(store.get("key"), "new");
  }
}

// A large commit, which goes down as it is.
WriteBatch large(const std::string& value) {
  WriteBatch batch;
  for (int key = 1000; key < 1600; ++key) batch.put("large" + std::to_string(key), value);
  return batch;
}

TEST(GroupedStoreTest, AThreadThatFailsIsHeardOfAndWhatFailedIsSeen) {
  FaultStore below(std::make_unique<MemoryStore>(), 1);
  GroupedStore store(below, kRoomy, GroupedStore::AppliedBy::thread);
  store.apply(large("old"));
  store.flush();
  below.plan({.failApply = 0});
  EXPECT_NO_THROW(store.apply(large("new")));
  EXPECT_THROW(store.flush(), StoreError);
  EXPECT_EQ(store.get("large1300"), "new");
  EXPECT_THROW(store.apply(large("newer")), StoreError);
}

// Whoever waits for a level hears of a sync that failed meanwhile, after which nothing more goes down.
TEST(GroupedStoreTest, AFailedSyncEndsEveryWait) {
  for (int round = 0; round < 200; ++round) {
    FaultStore below(std::make_unique<MemoryStore>(), 1);
    GroupedStore store(below, kRoomy, GroupedStore::AppliedBy::thread);
    below.plan({.failSync = 0});
    std::thread other([&] { EXPECT_THROW(store.sync(), StoreError); });
    try {
      for (;;) {
        store.apply(putting("key", "value"));
        store.flush();
      }
    } catch (const StoreError&) {
    }
    other.join();
  }
}

TEST(GroupedStoreTest, ACommitThatIsOutOfOrderGoesDownInItsOrder) {
  WatchedStore below;
  GroupedStore store(below, 0);
  WriteBatch batch = putting("b", "1");
  batch.put("a", "1");
  batch.put("b", "2");
  store.apply(batch);
  EXPECT_EQ(store.get("b"), "2");
  EXPECT_EQ(below.batches.size(), 1U);
}

TEST(GroupedStoreTest, AfterAFailedSyncNothingMoreIsChanged) {
  FaultStore below(std::make_unique<MemoryStore>(), 1);
  GroupedStore store(below, kRoomy);
  below.plan({.failSync = 0});
  EXPECT_THROW(store.sync(), StoreError);
  EXPECT_THROW(store.apply(putting("key", "new")), StoreError);
}

// Commit i says so under "last", and leaves a key of its own.
WriteBatch numbered(int i) {
  WriteBatch batch;
  batch.put("last", std::to_string(i));
  batch.insert("key" + std::to_string(i), "");
  if (i % 3 == 0) batch.eraseRange("key", "key" + std::to_string(i));
  if (i > 0) batch.erase("key" + std::to_string(i - 1));
  return batch;
}

TEST(GroupedStoreTest, ACrashLeavesAPrefixOfWholeCommits) {
  std::set<int> seen;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    FaultStore below(std::make_unique<MemoryStore>(), seed);
    int synced = -1;
    if (random.oneIn(2)) below.plan({.failApply = random.below(6)});
    try {
      const auto appliedBy = static_cast<GroupedStore::AppliedBy>(seed % 2);
      GroupedStore store(below, random.below(3) * 150, appliedBy);
      for (int i = 0; i < 12; ++i) {
        store.apply(numbered(i));
        if (random.oneIn(3)) store.flushIfFull();
        if (random.oneIn(6)) store.flush();
        if (random.oneIn(8)) {
          store.sync();
          synced = i;
        }
      }
    } catch (const StoreError&) {
    }
    below.crash();
    const int last = std::stoi(below.get("last").value_or("-1"));
    seen.insert(last);
    EXPECT_GE(last, synced);
    EXPECT_EQ(keysOf(below).size(), last < 0 ? 0U : 2U);
    EXPECT_EQ(below.get("key" + std::to_string(last)).has_value(), last >= 0);
  }
  EXPECT_EQ(seen.size(), 13U);
}

}  // namespace
}  // namespace keeve::store
