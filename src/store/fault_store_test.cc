#include "store/fault_store.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "store/memory_store.h"

namespace keeve::store {
namespace {

std::unique_ptr<FaultStore> newStore(uint64_t seed) {
  return std::make_unique<FaultStore>(std::make_unique<MemoryStore>(), seed);
}

// Batch i says so under "last", and leaves a key of its own.
WriteBatch numbered(int i) {
  WriteBatch batch;
  batch.put("last", std::to_string(i));
  batch.put("key" + std::to_string(i), "");
  if (i > 0) batch.erase("key" + std::to_string(i - 1));
  return batch;
}

int lastOf(const Store& store) { return std::stoi(store.get("last").value_or("-1")); }

TEST(FaultStore, FailsTheApplyThatIsPlannedAndEveryOneAfterIt) {
  const auto store = newStore(1);
  store->plan({.failApply = 2});
  store->apply(numbered(0));
  store->apply(numbered(1));
  EXPECT_THROW(store->apply(numbered(2)), StoreError);
  EXPECT_THROW(store->apply(numbered(3)), StoreError);
  EXPECT_THROW(store->sync(), StoreError);
}

TEST(FaultStore, FailsTheSyncThatIsPlannedAndEveryApplyAfterIt) {
  const auto store = newStore(1);
  store->plan({.failSync = 1});
  store->sync();
  EXPECT_THROW(store->sync(), StoreError);
  EXPECT_THROW(store->apply(numbered(0)), StoreError);
}

TEST(FaultStore, FailsTheReadThatIsPlannedAndNoOther) {
  const auto store = newStore(1);
  store->plan({.failGet = 0});
  EXPECT_THROW(store->get("last"), StoreError);
  EXPECT_EQ(store->get("last"), std::nullopt);
}

TEST(FaultStore, AFailedApplyReachedTheMediumOrNot) {
  std::set<int> seen;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const auto store = newStore(seed);
    store->plan({.failApply = 0});
    EXPECT_THROW(store->apply(numbered(0)), StoreError);
    seen.insert(lastOf(*store));
  }
  EXPECT_EQ(seen, (std::set<int>{-1, 0}));
}

TEST(FaultStore, ACrashLosesATailOfUnsyncedBatchesWhole) {
  std::set<int> seen;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const auto store = newStore(seed);
    for (int i = 0; i < 4; ++i) {
      store->apply(numbered(i));
      if (i == 1) store->sync();
    }
    EXPECT_EQ(store->syncedCount(), 2U);
    const uint64_t left = store->crash();
    const int last = lastOf(*store);
    EXPECT_EQ(left, static_cast<uint64_t>(last) + 1);
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(store->get("key" + std::to_string(i)).has_value(), i == last);
    }
    seen.insert(last);
  }
  EXPECT_EQ(seen, (std::set<int>{1, 2, 3}));
}

TEST(FaultStore, ACrashBringsBackWhatALostRangeErased) {
  std::set<std::string> seen;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const auto store = newStore(seed);
    WriteBatch first;
    for (const char* key : {"a", "b", "c", "d"}) first.put(key, "old");
    store->apply(first);
    store->sync();
    WriteBatch second;
    second.put("b", "new");
    store->apply(second);
    WriteBatch third;
    third.eraseRange("b", "d");
    third.put("c", "new");
    third.put("c1", "new");
    store->apply(third);
    store->crash();
    std::string left;
    const auto cursor = store->cursor();
    for (cursor->seek(""); cursor->valid(); cursor->next())
      left.append(cursor->key()).append("=").append(cursor->value()).append(" ");
    seen.insert(left);
  }
  EXPECT_EQ(seen, (std::set<std::string>{"a=old b=old c=old d=old ", "a=old b=new c=old d=old ",
                                         "a=old c=new c1=new d=old "}));
}

TEST(FaultStore, WorksAgainAfterACrash) {
  const auto store = newStore(1);
  store->plan({.failApply = 0});
  EXPECT_THROW(store->apply(numbered(0)), StoreError);
  store->crash();
  store->apply(numbered(7));
  store->sync();
  EXPECT_EQ(lastOf(*store), 7);
}

TEST(FaultStore, WhatACrashLeftIsNotLostByTheNext) {
  const auto store = newStore(3);
  for (int i = 0; i < 4; ++i) store->apply(numbered(i));
  store->crash();
  const int last = lastOf(*store);
  for (int i = 0; i < 10; ++i) store->crash();
  EXPECT_EQ(lastOf(*store), last);
}

}  // namespace
}  // namespace keeve::store
