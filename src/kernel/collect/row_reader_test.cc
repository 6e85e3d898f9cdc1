#include "kernel/collect/row_reader.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "protocol/vat_key.h"
#include "store/memory_store.h"

namespace keeve::kernel {
namespace {

std::string keyOf(uint64_t number) {
  std::string key = "row";
  appendOrderedVarint(key, number);
  return key;
}

void put(store::Store& store, const std::string& key, std::string value) {
  store::WriteBatch batch;
  batch.put(key, std::move(value));
  store.apply(batch);
}

// Dense and sparse rows, looked for upwards by small and large steps, backwards, and again.
TEST(RowReaderTest, FindsWhatALookUpFinds) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    store::MemoryStore store;
    put(store, "before", "x");
    put(store, "s", "past the rows");
    constexpr uint64_t kEnd = 2000;
    for (uint64_t number = 0; number < kEnd; number += 1 + random.below(number < 1000 ? 2 : 60))
      put(store, keyOf(number), "value " + std::to_string(number));
    RowReader reader(store);
    uint64_t number = 0;
    for (int i = 0; i < 3000; ++i) {
      const uint64_t chance = random.below(100);
      if (chance < 2) reader.release();
      number = chance < 80 ? number + random.below(4) : random.below(kEnd + 100);
      const auto found = reader.find(keyOf(number));
      const auto expected = store.get(keyOf(number));
      ASSERT_EQ(found.has_value(), expected.has_value()) << number;
      if (expected) {
        ASSERT_EQ(*found, *expected);
      }
    }
  }
}

TEST(RowReaderTest, SeesTheRowsOfItsFirstLookUntilItLetsGo) {
  store::MemoryStore store;
  put(store, keyOf(1), "one");
  RowReader reader(store);
  EXPECT_EQ(reader.find(keyOf(1)), "one");
  put(store, keyOf(2), "two");
  EXPECT_FALSE(reader.find(keyOf(2)));
  reader.release();
  EXPECT_EQ(reader.find(keyOf(2)), "two");
}

}  // namespace
}  // namespace keeve::kernel
