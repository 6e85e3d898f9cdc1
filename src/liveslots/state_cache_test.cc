// The state cache as the kernel sees it (CacheUse): it keeps to its bound, one look at everything spares what is used often, and
// what it was asked for is counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "liveslots/testing/bare_vat.h"

namespace keeve::liveslots::testing {
namespace {

using ::testing::ElementsAre;

constexpr double kOften = 100;
constexpr double kAll = 10'000;
constexpr size_t kBytesOfOne = 1200;  // with its entry, and somewhat more

constexpr const char* kProgram = R"js(
const makeThing = makeKind(function thing(state) {
  return { init(value) { state.value = value; state.other = 1; }, self: {
    sum() { return state.value + state.other; },
    set(value) { state.value = value; },
  } };
});
const things = makeStore('thing');
const numbers = makeStore('number');
const model = new Map();

export const buildRootObject = () => Far('root', {
  fill(count, first = 0) { for (let i = first; i < first + count; i += 1) things.init(i, makeThing(i)); },
  refill(first) {
    try {
      things.init(first, makeThing(first));
    } catch (error) {
      console.log(error.message);
    }
  },
  large(count, length) {
    const one = makeThing(0);
    for (let i = 0; i < count; i += 1) {
      things.init(`entry ${i}`, `${i}`.padEnd(length));
      makeThing(`${i}`.padEnd(length));
      one.set([`${i}`.padEnd(length)]);
      things.init(`bigint ${i}`, (1n << BigInt(8 * length)) + BigInt(i));
      things.init(`error ${i}`, Error(`${i}`.padEnd(length)));
    }
    console.log(things.get('entry 0').length);
  },
  sum(first, count) {
    let sum = 0;
    for (let i = first; i < first + count; i += 1) sum += things.get(i).sum();
    console.log(sum);
  },
  // Changes and reads at random, mostly of small numbers, as of a map beside it.
  numbers(seed, count, range) {
    const below = limit => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor(seed / 4294967296 * limit);
    };
    for (let n = 0; n < count; n += 1) {
      const number = below(range);
      const key = [number, number, number, number, number / 2, -number, `${number}`, 'length'][below(8)];
      const known = model.get(key);
      if (numbers.has(key) !== model.has(key)) throw Error(`has ${typeof key} ${key}`);
      if (!model.has(key)) {
        numbers.init(key, n);
        model.set(key, n);
      } else if (numbers.get(key) !== known) {
        throw Error(`${typeof key} ${key} is ${numbers.get(key)}, not ${known}`);
      } else if (below(3) > 0) {
        numbers.delete(key);
        model.delete(key);
      } else {
        numbers.set(key, n);
        model.set(key, n);
      }
    }
    const inOrder = [...numbers.keys()].filter(key => Number.isInteger(key) && key >= 0);
    const wanted = [...model.keys()].filter(key => Number.isInteger(key) && key >= 0).sort((a, b) => a - b);
    console.log(`${inOrder}` === `${wanted}` && numbers.getSize() === model.size ? 'same' : `${inOrder}, not ${wanted}`);
  },
});
)js";

class StateCache : public ::testing::Test {
 protected:
  void start(size_t bytesMax) {
    vat_.limits.cacheBytesMax = bytesMax;
    ASSERT_TRUE(std::holds_alternative<Delivered>(vat_.start()));
  }
  CacheUse sum(double first, double count) {
    vat_.call("sum", {first, count});
    EXPECT_THAT(vat_.printed(), ElementsAre(std::to_string(static_cast<uint64_t>(
                                    count + count * first + count * (count - 1) / 2))));
    return vat_.worker().takeCacheUse();
  }

  BareVat vat_{kProgram};
};

TEST_F(StateCache, HoldsWhatItMay) {
  constexpr size_t kBytesMax = 20'000;
  start(1000 * kBytesOfOne);
  VatWorker& worker = vat_.worker();
  vat_.call("fill", {1000.});
  EXPECT_GT(worker.takeCacheUse().bytes, 10 * kBytesMax);
  worker.setCacheBytesMax(kBytesMax);
  vat_.ask({.collect = false, .unheld = {}, .gone = {}, .shrinkCache = true});
  const CacheUse shrunk = worker.takeCacheUse();
  EXPECT_LE(shrunk.bytes, kBytesMax);
  EXPECT_EQ(shrunk.evictedBytes, 0U);
  const CacheUse used = sum(0, 1000);
  EXPECT_LE(used.bytes, kBytesMax);
  EXPECT_GT(used.evictedBytes, 10 * kBytesMax);
  EXPECT_EQ(worker.takeCacheUse().evictedBytes, 0U);
  worker.setCacheBytesMax(1000 * kBytesOfOne);
  EXPECT_EQ(sum(0, 1000).evictedBytes, 0U);
}

// What is large counts when it is assigned: a crank may write more than the heap holds.
TEST_F(StateCache, LargeValuesAreWrittenUnderWay) {
  vat_.limits.heapBytesMax = size_t{32} << 20;
  start(size_t{1} << 20);
  vat_.call("large", {60.0, 400000.0});
  EXPECT_THAT(vat_.printed(), ElementsAre("400000"));
  EXPECT_LT(vat_.worker().takeCacheUse().bytes, size_t{2} << 20);
}

TEST_F(StateCache, CountsWhatACrankUsesOnce) {
  start(1000 * kBytesOfOne);
  vat_.call("fill", {1000.});
  start(1000 * kBytesOfOne);
  vat_.worker().takeCacheUse();
  const CacheUse first = sum(0, 500);
  EXPECT_EQ(first.hits, 0U);
  EXPECT_EQ(first.misses, 1000U);  // an entry and an object each
  const CacheUse second = sum(0, 500);
  EXPECT_EQ(second.hits, 1000U);
  EXPECT_EQ(second.misses, 0U);
  const CacheUse third = sum(0, 1000);
  EXPECT_EQ(third.hits, 1000U);
  EXPECT_EQ(third.misses, 1000U);
}

TEST_F(StateCache, ALookAtAllSparesWhatIsUsedOften) {
  constexpr size_t kBytesMax = 1000 * kBytesOfOne;
  start(kBytesMax);
  vat_.call("fill", {kAll});
  start(kBytesMax);
  for (int i = 0; i < 3; ++i) sum(0, kOften);
  for (int i = 0; i < 10; ++i) {
    const CacheUse scan = sum(kOften, kAll - kOften);
    EXPECT_LE(scan.bytes, kBytesMax);
    EXPECT_LT(scan.hits, scan.misses / 20);
    EXPECT_EQ(sum(0, kOften).misses, 0U) << "after scan " << i;
  }
}

TEST_F(StateCache, WhatComesBackSoonAfterItLeftStays) {
  constexpr size_t kBytesMax = 1000 * kBytesOfOne;
  start(kBytesMax);
  vat_.call("fill", {kAll});
  start(kBytesMax);
  sum(0, kOften);
  sum(kOften, 1800);  // drops those of one use
  EXPECT_GT(sum(0, kOften).misses, 0U);
  sum(2000, kAll - 2000);
  EXPECT_LT(sum(0, kOften).misses,
            kOften / 2);  // of two for each: those whose name another took the place of
}

// A store that the heap has made is known as long as all of it is cached, and then by its largest number.
TEST_F(StateCache, ANewKeyIsNotLookedForWhereNoneCanBe) {
  start(100 * kBytesOfOne);
  int& reads = vat_.port().reads;
  reads = 0;
  vat_.call("fill", {1000.});
  vat_.call("fill", {1000., 1000.});
  EXPECT_LT(reads, 10);
  EXPECT_EQ(vat_.worker().takeCacheUse().misses, 0U);
  vat_.call("refill", {5.});
  EXPECT_THAT(vat_.printed(), ElementsAre("\"thing\" already registered: 5"));
  EXPECT_GT(reads, 0);
  start(100 * kBytesOfOne);
  reads = 0;
  vat_.call("fill", {100., 2000.});
  EXPECT_GE(reads, 100);
  sum(0, 2100);
}

// Whose use changes: what was used often before does not keep its room for ever.
// Small numbers stand in a list (js/primitive_map.js), which grows and is closed up as entries come and leave.
TEST_F(StateCache, NumbersAreFoundWhateverLeaves) {
  constexpr double kChanges = 4000;
  start(100 * kBytesOfOne);
  double seed = 1;
  for (const double range : {50, 3000, 200'000, 60, 1000}) {
    vat_.call("numbers", {seed++, kChanges, range});
    EXPECT_THAT(vat_.printed(), ElementsAre("same")) << "range " << range;
  }
}

TEST_F(StateCache, NewHabitsReplaceOldOnes) {
  constexpr double kMost = 700;
  start(1000 * kBytesOfOne);
  vat_.call("fill", {kAll});
  start(1000 * kBytesOfOne);
  for (int habit = 0; habit < 5; ++habit) {
    const double first = habit * kMost;
    for (int i = 0; i < 10; ++i) sum(first, kMost);
    EXPECT_LT(sum(first, kMost).misses, kMost / 10) << "of those from " << first;
  }
}

}  // namespace
}  // namespace keeve::liveslots::testing
