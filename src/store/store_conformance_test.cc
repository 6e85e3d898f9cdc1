// What every backend must do (store.h), tried on each: against a model, with walks during writes,
// after opening anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "base/temporary_directory.h"
#include "store/fault_store.h"
#include "store/grouped_store.h"
#include "store/memory_store.h"
#include "store/rocks_store.h"
#include "store/store.h"

namespace keeve::store {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Model = std::map<std::string, std::string>;

// A backend: how a store of it is opened, and whether what it holds outlives the object.
struct RocksBackend {
  static constexpr bool kLasts = true;
  std::unique_ptr<Store> open() const {
    return openRocksStore(directory.path("store"), OpenMode::createIfMissing);
  }
  TemporaryDirectory directory;
};
struct FastRocksBackend {
  static constexpr bool kLasts = true;
  std::unique_ptr<Store> open() const {
    return openRocksStore(directory.path("store"), OpenMode::createIfMissing, RocksProfile::fast);
  }
  TemporaryDirectory directory;
};
struct MemoryBackend {
  static constexpr bool kLasts = false;
  std::unique_ptr<Store> open() const { return std::make_unique<MemoryStore>(); }
};
struct FaultBackend {
  static constexpr bool kLasts = false;
  std::unique_ptr<Store> open() const {
    return std::make_unique<FaultStore>(std::make_unique<MemoryStore>(), 1);
  }
};
struct GroupedBackend {
  static constexpr bool kLasts = false;
  std::unique_ptr<Store> open() const { return std::make_unique<GroupedStore>(below, 2000); }
  mutable MemoryStore below;
};
struct GroupedByThreadBackend {
  static constexpr bool kLasts = false;
  std::unique_ptr<Store> open() const {
    return std::make_unique<GroupedStore>(below, 2000, GroupedStore::AppliedBy::thread);
  }
  mutable MemoryStore below;
};

template <class Backend>
class StoreConformance : public ::testing::Test {
 protected:
  void reopen() {
    store_.reset();
    store_ = backend_.open();
  }

  void put(std::string key, std::string value) {
    WriteBatch batch;
    batch.put(std::move(key), std::move(value));
    store_->apply(batch);
  }

  Model contents() const {
    Model model;
    const auto cursor = store_->cursor();
    for (cursor->seek(""); cursor->valid(); cursor->next()) {
      model.emplace(cursor->key(), cursor->value());
    }
    return model;
  }

  std::vector<std::string> keysFrom(std::string_view begin) const {
    std::vector<std::string> keys;
    const auto cursor = store_->cursor();
    for (cursor->seek(begin); cursor->valid(); cursor->next()) keys.emplace_back(cursor->key());
    return keys;
  }

  Backend backend_;
  std::unique_ptr<Store> store_ = backend_.open();
};

using Backends = ::testing::Types<RocksBackend, FastRocksBackend, MemoryBackend, FaultBackend,
                                  GroupedBackend, GroupedByThreadBackend>;

struct BackendNames {
  template <class Backend>
  static std::string GetName(int) {
    if (std::is_same_v<Backend, RocksBackend>) return "rocksdb";
    if (std::is_same_v<Backend, FastRocksBackend>) return "rocksdbFast";
    if (std::is_same_v<Backend, GroupedBackend>) return "grouped";
    if (std::is_same_v<Backend, GroupedByThreadBackend>) return "groupedByThread";
    return std::is_same_v<Backend, MemoryBackend> ? "memory" : "fault";
  }
};
TYPED_TEST_SUITE(StoreConformance, Backends, BackendNames);

std::string randomKey(Random& random) {
  return random.bytes(random.below(3)) + std::to_string(random.below(60));
}

void eraseRange(Model& model, const std::string& begin, const std::string& end) {
  if (begin < end) model.erase(model.lower_bound(begin), model.lower_bound(end));
}

WriteBatch randomBatch(Random& random, Model& model) {
  WriteBatch batch;
  for (uint64_t changes = random.below(20); changes > 0; --changes) {
    std::string key = randomKey(random);
    if (random.oneIn(40)) {
      const std::string end = randomKey(random);
      eraseRange(model, key, end);
      batch.eraseRange(std::move(key), end);
    } else if (random.oneIn(3)) {
      model.erase(key);
      batch.erase(std::move(key));
    } else {
      std::string value = random.bytes(random.oneIn(50) ? 100'000 : random.below(40));
      model[key] = value;
      batch.put(std::move(key), std::move(value));
    }
  }
  return batch;
}

TYPED_TEST(StoreConformance, ANewStoreHoldsNothing) {
  EXPECT_EQ(this->store_->get("key"), std::nullopt);
  EXPECT_THAT(this->contents(), IsEmpty());
}

TYPED_TEST(StoreConformance, ABatchIsVisibleAtOnceAndLaterChangesWin) {
  WriteBatch batch;
  batch.put("a", "1");
  batch.put("a", "2");
  batch.put("b", "3");
  batch.erase("b");
  batch.erase("c");
  batch.put("c", "4");
  this->store_->apply(batch);
  EXPECT_EQ(this->contents(), (Model{{"a", "2"}, {"c", "4"}}));
}

TYPED_TEST(StoreConformance, AnEmptyBatchChangesNothing) {
  this->store_->apply(WriteBatch());
  EXPECT_THAT(this->contents(), IsEmpty());
}

TYPED_TEST(StoreConformance, ErasingWhatIsNotThereIsAllowed) {
  WriteBatch batch;
  batch.erase("absent");
  this->store_->apply(batch);
  EXPECT_EQ(this->store_->get("absent"), std::nullopt);
}

TYPED_TEST(StoreConformance, ARangeIsErasedFromItsBeginUpToItsEnd) {
  for (const char* key : {"a", "b", "b\xff", "c", "d"}) this->put(key, "");
  WriteBatch batch;
  batch.eraseRange("b", "c");
  this->store_->apply(batch);
  EXPECT_THAT(this->keysFrom(""), ElementsAre("a", "c", "d"));
  EXPECT_EQ(this->store_->get("b"), std::nullopt);
  EXPECT_EQ(this->store_->get("c"), "");
}

TYPED_TEST(StoreConformance, APutAfterARangeStandsAndOneBeforeItDoesNot) {
  for (const char* key : {"a", "b", "c"}) this->put(key, "old");
  WriteBatch batch;
  batch.put("b", "before");
  batch.put("d", "before");
  batch.put("x", "outside");
  batch.eraseRange("a", "e");
  batch.put("c", "after");
  batch.insert("e", "after");
  this->store_->apply(batch);
  EXPECT_EQ(this->contents(), (Model{{"c", "after"}, {"e", "after"}, {"x", "outside"}}));
  batch.clear();
  EXPECT_TRUE(batch.empty());
}

TYPED_TEST(StoreConformance, ARangeOfNothingErasesNothing) {
  for (const char* key : {"a", "b", "c"}) this->put(key, "");
  WriteBatch batch;
  batch.eraseRange("b", "b");
  batch.eraseRange("c", "a");
  EXPECT_TRUE(batch.empty());
  batch.eraseRange("x", "z");
  EXPECT_FALSE(batch.empty());
  this->store_->apply(batch);
  EXPECT_THAT(this->keysFrom(""), ElementsAre("a", "b", "c"));
}

TYPED_TEST(StoreConformance, KeysAndValuesAreAnyBytes) {
  const std::string zeros("\0\0", 2);
  const std::string large(1 << 20, '\xff');
  this->put(zeros, "");
  this->put("\xff", large);
  this->put("", "empty key");
  EXPECT_EQ(this->store_->get(zeros), "");
  EXPECT_EQ(this->store_->get("\xff"), large);
  EXPECT_EQ(this->store_->get(""), "empty key");
}

TYPED_TEST(StoreConformance, KeysSortAsUnsignedBytes) {
  for (const char* key : {"b", "\x80", "a", "\xff", "aa", "\x7f"}) this->put(key, "");
  EXPECT_THAT(this->keysFrom(""), ElementsAre("a", "aa", "b", "\x7f", "\x80", "\xff"));
}

TYPED_TEST(StoreConformance, SeekFindsTheFirstKeyThatIsNotLess) {
  for (const char* key : {"a", "c", "e"}) this->put(key, "");
  EXPECT_THAT(this->keysFrom("c"), ElementsAre("c", "e"));
  EXPECT_THAT(this->keysFrom("b"), ElementsAre("c", "e"));
  EXPECT_THAT(this->keysFrom("c\0"s), ElementsAre("e"));
  EXPECT_THAT(this->keysFrom("f"), IsEmpty());
}

TYPED_TEST(StoreConformance, ACursorCanSeekBackAndAfterTheEnd) {
  for (const char* key : {"a", "c"}) this->put(key, key);
  const auto cursor = this->store_->cursor();
  cursor->seek("x");
  EXPECT_FALSE(cursor->valid());
  cursor->seek("");
  ASSERT_TRUE(cursor->valid());
  EXPECT_EQ(cursor->key(), "a");
  cursor->seek("b");
  EXPECT_EQ(cursor->value(), "c");
}

TYPED_TEST(StoreConformance, ACursorSeesTheStoreAsItWasWhenItWasMade) {
  this->put("a", "old");
  this->put("b", "old");
  const auto cursor = this->store_->cursor();
  WriteBatch batch;
  batch.put("a", "new");
  batch.erase("b");
  batch.put("c", "new");
  this->store_->apply(batch);
  WriteBatch range;
  range.eraseRange("b", "d");
  this->store_->apply(range);
  Model seen;
  for (cursor->seek(""); cursor->valid(); cursor->next())
    seen.emplace(cursor->key(), cursor->value());
  EXPECT_EQ(seen, (Model{{"a", "old"}, {"b", "old"}}));
  EXPECT_EQ(this->contents(), (Model{{"a", "new"}}));
}

TYPED_TEST(StoreConformance, RandomBatchesAgreeWithAModel) {
  const uint64_t seed = ::testing::UnitTest::GetInstance()->random_seed() + uint64_t{20};
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  Model model;
  for (int round = 0; round < 300; ++round) {
    this->store_->apply(randomBatch(random, model));
    if (random.oneIn(10)) this->store_->sync();
    if (random.oneIn(60)) this->store_->compact();
    if (random.oneIn(60)) this->store_->compactRange(randomKey(random), randomKey(random));
    if (TypeParam::kLasts && random.oneIn(60)) this->reopen();
    const std::string key = randomKey(random);
    const auto found = model.find(key);
    EXPECT_EQ(this->store_->get(key),
              found == model.end() ? std::nullopt : std::optional(found->second));
    if (random.oneIn(30)) {
      ASSERT_EQ(this->contents(), model) << "round " << round;
    }
  }
  EXPECT_EQ(this->contents(), model);
}

TYPED_TEST(StoreConformance, CursorsDuringRandomBatchesSeeTheirOwnMoment) {
  Random random(4);
  Model model;
  std::vector<std::pair<std::unique_ptr<Cursor>, Model>> walks;
  for (int round = 0; round < 40; ++round) {
    this->store_->apply(randomBatch(random, model));
    walks.emplace_back(this->store_->cursor(), model);
  }
  for (auto& [cursor, expected] : walks) {
    Model seen;
    for (cursor->seek(""); cursor->valid(); cursor->next()) {
      seen.emplace(cursor->key(), cursor->value());
    }
    ASSERT_EQ(seen, expected);
  }
}

TYPED_TEST(StoreConformance, ReadersAndSyncsOfOtherThreadsSeeWholeBatches) {
  this->put("left", "0");
  this->put("right", "0");
  std::atomic<bool> done = false;
  const auto watch = [this, &done] {
    while (!done) {
      const auto cursor = this->store_->cursor();
      cursor->seek("left");
      const std::string left(cursor->value());
      cursor->next();
      ASSERT_EQ(left, cursor->value());
      ASSERT_TRUE(this->store_->get("left").has_value());
    }
  };
  const auto syncAll = [this, &done] {
    while (!done) this->store_->sync();
  };
  const auto compactAll = [this, &done] {
    while (!done) {
      this->store_->compact();
      this->store_->compactRange("left", "right");
    }
  };
  std::thread watcher(watch);
  std::thread syncer(syncAll);
  std::thread compacter(compactAll);
  for (int i = 1; i <= 500; ++i) {
    WriteBatch batch;
    if (i % 10 == 0) batch.eraseRange("left", "right\xff");
    batch.put("left", std::to_string(i));
    batch.put("right", std::to_string(i));
    this->store_->apply(batch);
  }
  done = true;
  watcher.join();
  syncer.join();
  compacter.join();
  EXPECT_EQ(this->contents(), (Model{{"left", "500"}, {"right", "500"}}));
}

TYPED_TEST(StoreConformance, WhatAClosedStoreHeldIsThereWhenItIsOpenedAnew) {
  if (!TypeParam::kLasts) GTEST_SKIP() << "this backend holds nothing when it is closed";
  Random random(5);
  Model model;
  for (int i = 0; i < 50; ++i) this->store_->apply(randomBatch(random, model));
  this->reopen();
  EXPECT_EQ(this->contents(), model);
  EXPECT_GT(this->store_->diskBytes(), 0U);
}

}  // namespace
}  // namespace keeve::store
