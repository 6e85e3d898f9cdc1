// Random commits and flushes against a model, by one thread and by several.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "store/grouped_store.h"
#include "store/memory_store.h"

namespace keeve::store {
namespace {

using Model = std::map<std::string, std::string>;

constexpr auto kByCaller = GroupedStore::AppliedBy::caller;
constexpr auto kByThread = GroupedStore::AppliedBy::thread;

Model contentsOf(const Store& store) {
  Model model;
  const auto cursor = store.cursor();
  for (cursor->seek(""); cursor->valid(); cursor->next())
    model.emplace(cursor->key(), cursor->value());
  return model;
}

// As a crank's commit is, each key once and in order, or in any order; new keys are said to be new most of the time, and now
// and then a commit is large.
WriteBatch randomCommit(Random& random, Model& model) {
  WriteBatch batch;
  for (uint64_t changes = random.oneIn(30) ? 600 : random.below(8); changes > 0; --changes) {
    std::string key = std::to_string(random.below(50));
    if (random.oneIn(60)) {
      std::string end = std::to_string(random.below(50));
      if (key < end) model.erase(model.lower_bound(key), model.lower_bound(end));
      batch.eraseRange(std::move(key), std::move(end));
      continue;
    }
    const auto known = model.find(key);
    if (known != model.end() && random.oneIn(2)) {
      model.erase(known);
      batch.erase(std::move(key));
      continue;
    }
    std::string value = random.bytes(random.below(30));
    if (known == model.end() && !random.oneIn(4)) {
      batch.insert(key, value);
    } else {
      batch.put(key, value);
    }
    model[std::move(key)] = std::move(value);
  }
  return batch;
}

// What get() tells, where nobody changes the key meanwhile.
std::optional<std::string> getInParts(const GroupedStore& store, const std::string& key) {
  if (auto change = store.pending(key)) return change->value;
  const auto cursor = store.cursorBelow();
  cursor->seek(key);
  if (!cursor->valid() || cursor->key() != key) return std::nullopt;
  return std::string(cursor->value());
}

TEST(GroupedStorePropertyTest, RandomCommitsAgreeWithAModel) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    MemoryStore below;
    GroupedStore store(below, random.below(4) * 500, seed % 2 == 0 ? kByThread : kByCaller);
    Model model;
    for (int round = 0; round < 300; ++round) {
      store.apply(randomCommit(random, model));
      if (random.oneIn(10)) store.flush();
      if (random.oneIn(10)) store.flushIfFull();
      const std::string key = std::to_string(random.below(50));
      const auto found = model.find(key);
      ASSERT_EQ(store.get(key), found == model.end() ? std::nullopt : std::optional(found->second));
      ASSERT_EQ(getInParts(store, key), store.get(key));
      if (store.isDown(store.applied())) {
        ASSERT_EQ(below.get(key), store.get(key));
      }
      if (random.oneIn(20)) {
        ASSERT_EQ(contentsOf(store), model);
      }
    }
    store.flush();
    ASSERT_TRUE(store.isDown(store.applied()));
    ASSERT_EQ(contentsOf(below), model);
  }
}

// Two counters that each commit raises together, and a key that comes and goes.
void commitAll(GroupedStore& store, int commits) {
  for (int i = 1; i <= commits; ++i) {
    WriteBatch batch;
    batch.put("left", std::to_string(i));
    batch.put("right", std::to_string(i));
    batch.insert("brief" + std::to_string(i), "");
    if (i % 7 == 0) {
      batch.eraseRange("brief", "brief" + std::to_string(i));
      batch.eraseRange("brief" + std::to_string(i) + '\0', "brieg");
    } else if (i > 1) {
      batch.erase("brief" + std::to_string(i - 1));
    }
    store.apply(batch);
    store.flushIfFull();
  }
}

// A large commit now and then, which goes down as it is.
void commitLarge(GroupedStore& store, int i, Model& model) {
  WriteBatch batch;
  for (int key = 1000; key < 1700; ++key) {
    batch.put("large" + std::to_string(key), std::to_string(i));
    model["large" + std::to_string(key)] = std::to_string(i);
  }
  store.apply(std::move(batch));
}

TEST(GroupedStorePropertyTest, LargeCommitsAreSeenWhileTheyGoDown) {
  for (const auto appliedBy : {kByCaller, kByThread}) {
    MemoryStore below;
    GroupedStore store(below, 300, appliedBy);
    Model model;
    for (int i = 0; i < 50; ++i) {
      commitLarge(store, i, model);
      WriteBatch small;
      small.put("large1234", "small " + std::to_string(i));
      store.apply(small);
      model["large1234"] = "small " + std::to_string(i);
      ASSERT_EQ(getInParts(store, "large1234"), model["large1234"]);
      ASSERT_EQ(getInParts(store, "large1000"), model["large1000"]);
      ASSERT_EQ(store.get("large1234"), model["large1234"]);
      ASSERT_EQ(store.get("large1699"), std::to_string(i));
      ASSERT_EQ(store.get("large9"), std::nullopt);
      if (i % 10 == 3) {
        WriteBatch range;
        range.eraseRange("large1100", "large1200");
        store.apply(range);
        model.erase(model.lower_bound("large1100"), model.lower_bound("large1200"));
        ASSERT_EQ(store.get("large1150"), std::nullopt);
      }
    }
    EXPECT_EQ(contentsOf(store), model);
  }
}

class GroupedStoreThreads : public ::testing::TestWithParam<GroupedStore::AppliedBy> {};
INSTANTIATE_TEST_SUITE_P(AppliedBy, GroupedStoreThreads, ::testing::Values(kByCaller, kByThread));

TEST_P(GroupedStoreThreads, OtherThreadsSeeWholeCommitsThatNeverGoBack) {
  MemoryStore below;
  GroupedStore store(below, 300, GetParam());
  std::atomic<bool> done = false;
  const auto numberAt = [&](const char* key) { return std::stoi(store.get(key).value_or("0")); };
  const auto read = [&] {
    for (int last = 0; !done;) {
      const int left = numberAt("left");
      const int right = numberAt("right");
      ASSERT_GE(left, last);
      ASSERT_GE(right, left);
      last = right;
    }
  };
  const auto walk = [&] {
    while (!done) {
      const Model seen = contentsOf(store);
      if (seen.empty()) continue;
      ASSERT_EQ(seen.size(), 3U);
      ASSERT_EQ(seen.at("left"), seen.at("right"));
      ASSERT_TRUE(seen.contains("brief" + seen.at("left")));
    }
  };
  const auto sync = [&] {
    while (!done) {
      store.sync();
      store.compact();
    }
  };
  std::vector<std::thread> threads;
  threads.emplace_back(read);
  threads.emplace_back(walk);
  threads.emplace_back(sync);
  commitAll(store, 3000);
  done = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(contentsOf(store), (Model{{"left", "3000"}, {"right", "3000"}, {"brief3000", ""}}));
}

}  // namespace
}  // namespace keeve::store
