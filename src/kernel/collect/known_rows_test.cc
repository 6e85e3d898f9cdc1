#include "kernel/collect/known_rows.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/random.h"
#include "protocol/vat_key.h"
#include "store/memory_store.h"

namespace keeve::kernel {
namespace {

std::string keyOf(uint64_t number) {
  std::string key = "t";
  appendOrderedVarint(key, number);
  return key;
}

TEST(KnownRowsTest, NothingIsKnownBeforeTheStoreWasRead) {
  KnownRows rows;
  rows.note(1, false);
  EXPECT_TRUE(rows.mayHave(1));
}

TEST(KnownRowsTest, RandomNotesAgreeWithAModel) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    const uint64_t range = seed % 2 == 0 ? 20'000 : 2'000'000;
    store::MemoryStore store;
    store::WriteBatch batch;
    std::set<uint64_t> model;
    for (int i = 0; i < 500; ++i) {
      const uint64_t number = random.below(range);
      batch.put(keyOf(number), "");
      model.insert(number);
    }
    batch.put("u", "of another table");
    store.apply(batch);
    KnownRows rows;
    rows.load(store, "t");
    for (int i = 0; i < 5000; ++i) {
      const uint64_t number = random.below(range);
      ASSERT_EQ(rows.mayHave(number), model.contains(number));
      const bool isThere = random.oneIn(2);
      rows.note(number, isThere);
      if (isThere) {
        model.insert(number);
      } else {
        model.erase(number);
      }
    }
    for (const uint64_t number : model) ASSERT_TRUE(rows.mayHave(number));
  }
}

TEST(KnownRowsTest, VeryManyCloseTogetherAreKnown) {
  store::MemoryStore store;
  KnownRows rows;
  rows.load(store, "t");
  constexpr uint64_t kMany = 1'000'000;
  for (uint64_t number = 0; number < kMany; ++number) rows.note(number, true);
  EXPECT_TRUE(rows.mayHave(kMany - 1));
  EXPECT_FALSE(rows.mayHave(kMany));
}

TEST(KnownRowsTest, ThoseThatTakeTooMuchMemoryMayAllBeThere) {
  store::MemoryStore store;
  KnownRows rows;
  rows.load(store, "t");
  for (uint64_t i = 0; i < 2000; ++i) rows.note(i * 1'000'000, true);
  EXPECT_TRUE(rows.mayHave(7));
  rows.note(7, false);
  EXPECT_TRUE(rows.mayHave(7));
}

}  // namespace
}  // namespace keeve::kernel
