#include "store/crank_buffer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/memory_store.h"

namespace keeve::store {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CrankBufferTest : public ::testing::Test {
 protected:
  CrankBufferTest() {
    WriteBatch batch;
    for (const char* key : {"a", "c", "e"}) batch.put(key, "stored");
    store_.apply(batch);
  }

  std::vector<std::string> keys(std::string_view begin, std::string_view end, size_t limit = 100) {
    std::vector<std::string> found;
    for (const Record& record : buffer_.scan(begin, end, limit)) found.push_back(record.key);
    return found;
  }

  MemoryStore store_;
  CrankBuffer buffer_{store_};
};

TEST_F(CrankBufferTest, ReadsComeFromTheStoreUntilTheyAreCovered) {
  EXPECT_EQ(buffer_.get("a"), "stored");
  EXPECT_EQ(buffer_.get("b"), std::nullopt);
  buffer_.put("a", "changed");
  buffer_.put("b", "made");
  buffer_.erase("c");
  EXPECT_EQ(buffer_.get("a"), "changed");
  EXPECT_EQ(buffer_.get("b"), "made");
  EXPECT_EQ(buffer_.get("c"), std::nullopt);
}

TEST_F(CrankBufferTest, TheStoreSeesNothingBeforeTheCommit) {
  buffer_.put("a", "changed");
  EXPECT_EQ(store_.get("a"), "stored");
  store_.apply(buffer_.take());
  EXPECT_EQ(store_.get("a"), "changed");
}

TEST_F(CrankBufferTest, TakeGivesEachChangedKeyOnceAndSorted) {
  buffer_.put("z", "1");
  buffer_.put("b", "1");
  buffer_.erase("b");
  buffer_.erase("a");
  buffer_.put("a", "2");
  EXPECT_EQ(buffer_.changeCount(), 3U);
  const WriteBatch batch = buffer_.take();
  ASSERT_EQ(batch.changes().size(), 3U);
  EXPECT_EQ(batch.changes()[0].key, "a");
  EXPECT_EQ(batch.changes()[0].value, "2");
  EXPECT_EQ(batch.changes()[1].key, "b");
  EXPECT_EQ(batch.changes()[1].value, std::nullopt);
  EXPECT_EQ(batch.changes()[2].key, "z");
  EXPECT_EQ(buffer_.changeCount(), 0U);
  EXPECT_TRUE(buffer_.take().empty());
}

TEST_F(CrankBufferTest, DiscardUndoesTheCrank) {
  buffer_.put("a", "changed");
  buffer_.erase("c");
  buffer_.discard();
  EXPECT_EQ(buffer_.get("a"), "stored");
  EXPECT_EQ(buffer_.get("c"), "stored");
  EXPECT_TRUE(buffer_.take().empty());
}

TEST_F(CrankBufferTest, ScansMergeTheChangesIntoTheStore) {
  buffer_.put("b", "made");
  buffer_.put("c", "changed");
  buffer_.erase("e");
  buffer_.put("d", "made");
  EXPECT_THAT(buffer_.scan("a", "z", 100),
              ElementsAre(Record{"a", "stored"}, Record{"b", "made"}, Record{"c", "changed"},
                          Record{"d", "made"}));
}

TEST_F(CrankBufferTest, ScansKeepToTheirRangeAndLimit) {
  buffer_.put("b", "made");
  buffer_.put("f", "made");
  EXPECT_THAT(keys("b", "e"), ElementsAre("b", "c"));
  EXPECT_THAT(keys("b\0"s, "z"), ElementsAre("c", "e", "f"));
  EXPECT_THAT(keys("", "z", 2), ElementsAre("a", "b"));
  EXPECT_THAT(keys("", "z", 0), IsEmpty());
  EXPECT_THAT(keys("c", "c"), IsEmpty());
  EXPECT_THAT(keys("d", "b"), IsEmpty());
}

TEST_F(CrankBufferTest, AChangeBetweenTwoScansIsSeenByTheSecond) {
  EXPECT_THAT(keys("", "z"), ElementsAre("a", "c", "e"));
  buffer_.put("b", "made");
  EXPECT_THAT(keys("", "z"), ElementsAre("a", "b", "c", "e"));
  buffer_.erase("b");
  buffer_.put("0", "made");
  EXPECT_THAT(keys("", "z"), ElementsAre("0", "a", "c", "e"));
}

TEST_F(CrankBufferTest, WhatGetReturnedMayBePutElsewhere) {
  buffer_.put("b", std::string(100, 'x'));
  for (int i = 0; i < 100; ++i) buffer_.put("b" + std::to_string(i), *buffer_.get("b"));
  buffer_.put("b", *buffer_.get("b"));
  EXPECT_EQ(buffer_.get("b99"), std::string(100, 'x'));
  EXPECT_EQ(buffer_.get("b"), std::string(100, 'x'));
}

TEST_F(CrankBufferTest, ARangeCoversWhatTheCrankAndTheStoreHold) {
  buffer_.put("b", "made");
  buffer_.put("e", "changed");
  buffer_.eraseRange("b", "e");
  EXPECT_EQ(buffer_.get("a"), "stored");
  EXPECT_EQ(buffer_.get("b"), std::nullopt);
  EXPECT_EQ(buffer_.get("c"), std::nullopt);
  EXPECT_EQ(buffer_.get("e"), "changed");
  EXPECT_THAT(keys("", "z"), ElementsAre("a", "e"));
  EXPECT_THAT(keys("c", "z"), ElementsAre("e"));
}

TEST_F(CrankBufferTest, WhatIsPutAfterARangeStands) {
  buffer_.put("c", "before");
  buffer_.eraseRange("", "d");
  buffer_.put("c", "after");
  buffer_.insert("b", "after");
  EXPECT_EQ(buffer_.get("c"), "after");
  EXPECT_THAT(keys("", "z"), ElementsAre("b", "c", "e"));
  store_.apply(buffer_.take());
  EXPECT_EQ(store_.get("a"), std::nullopt);
  EXPECT_EQ(store_.get("c"), "after");
  EXPECT_THAT(keys("", "z"), ElementsAre("b", "c", "e"));
}

TEST_F(CrankBufferTest, TakeGivesRangesMergedAndNoErasureThatTheyCover) {
  buffer_.eraseRange("c", "d");
  buffer_.eraseRange("a", "b");
  buffer_.eraseRange("m", "p");
  buffer_.put("c", "made");
  buffer_.erase("m");
  buffer_.erase("x");
  buffer_.eraseRange("b", "c\xff");
  EXPECT_EQ(buffer_.changeCount(), 5U);
  const WriteBatch batch = buffer_.take();
  ASSERT_EQ(batch.ranges().size(), 2U);
  EXPECT_EQ(batch.ranges()[0].begin, "a");
  EXPECT_EQ(batch.ranges()[0].end, "d");
  EXPECT_EQ(batch.ranges()[1].begin, "m");
  ASSERT_EQ(batch.changes().size(), 1U);
  EXPECT_EQ(batch.changes()[0].key, "x");
  EXPECT_EQ(buffer_.changeCount(), 0U);
  EXPECT_TRUE(buffer_.take().empty());
}

TEST_F(CrankBufferTest, ARangeOfNothingIsNoChangeAndDiscardUndoesOne) {
  buffer_.eraseRange("c", "c");
  buffer_.eraseRange("e", "a");
  EXPECT_EQ(buffer_.changeCount(), 0U);
  buffer_.eraseRange("a", "e");
  EXPECT_EQ(buffer_.changeCount(), 1U);
  buffer_.discard();
  EXPECT_EQ(buffer_.get("c"), "stored");
  EXPECT_TRUE(buffer_.take().empty());
}

TEST_F(CrankBufferTest, CountsTheBytesOfItsChanges) {
  buffer_.put("key", "value");
  EXPECT_EQ(buffer_.changeBytes(), 8U);
  buffer_.put("key", "v");
  EXPECT_EQ(buffer_.changeBytes(), 4U);
  buffer_.erase("key");
  EXPECT_EQ(buffer_.changeBytes(), 3U);
  buffer_.put("key", "value");
  buffer_.eraseRange("k", "l");
  EXPECT_EQ(buffer_.changeBytes(), 5U);
  buffer_.eraseRange("key", "m");
  EXPECT_EQ(buffer_.changeBytes(), 5U);
  buffer_.discard();
  EXPECT_EQ(buffer_.changeBytes(), 0U);
}

}  // namespace
}  // namespace keeve::store
