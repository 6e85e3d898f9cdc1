#include "kernel/cache_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/random.h"

namespace keeve::kernel {
namespace {

constexpr VatId kA(1);
constexpr VatId kB(2);
constexpr size_t kMiB = size_t{1} << 20;
constexpr size_t kMost = 32 * kMiB;

// A crank of a vat that would read so much more than it holds, and drops what is beyond its grant.
struct Caches {
  explicit Caches(size_t bytes) : pool(bytes) {}

  void crank(VatId vat, size_t reads, size_t most = kMost) {
    const size_t granted = pool.grant(vat, most);
    const size_t wanted = held[vat] + reads;
    held[vat] = std::min(wanted, granted);
    const auto shrink = pool.use(vat, {held[vat], wanted - held[vat]});
    if (shrink) held[shrink->vat] = std::min(held[shrink->vat], shrink->bytes);
  }

  CachePool pool;
  std::map<VatId, size_t> held;
};

TEST(CachePoolTest, OneVatMayHoldAsMuchAsItsLimit) {
  Caches caches(64 * kMiB);
  EXPECT_EQ(caches.pool.grant(kA, kMost), kMost);
  for (int i = 0; i < 100; ++i) caches.crank(kA, kMiB);
  EXPECT_EQ(caches.held[kA], kMost);
}

TEST(CachePoolTest, ABusyVatTakesWhatAnIdleOneHolds) {
  Caches caches(16 * kMiB);
  for (int i = 0; i < 100; ++i) caches.crank(kA, kMiB);
  EXPECT_GT(caches.held[kA], 15 * kMiB);
  for (uint64_t i = 0; i < 2 * CachePool::kIdleCranks; ++i) caches.crank(kB, kMiB);
  EXPECT_GT(caches.held[kB], 14 * kMiB);
  EXPECT_GE(caches.held[kA], CachePool::kLeast);
}

TEST(CachePoolTest, TwoBusyVatsEndAtHalfEach) {
  Caches caches(16 * kMiB);
  for (int i = 0; i < 100; ++i) caches.crank(kA, kMiB);
  for (int i = 0; i < 1000; ++i) {
    caches.crank(kA, kMiB);
    caches.crank(kB, kMiB);
  }
  EXPECT_GT(caches.held[kA], 7 * kMiB);
  EXPECT_GT(caches.held[kB], 7 * kMiB);
}

TEST(CachePoolTest, WhoNeedsLittleIsLeftAlone) {
  Caches caches(16 * kMiB);
  caches.crank(kB, kMiB);
  for (int i = 0; i < 1000; ++i) {
    caches.crank(kA, kMiB);
    caches.crank(kB, 0);
  }
  EXPECT_EQ(caches.held[kB], kMiB);
  EXPECT_GT(caches.held[kA], 14 * kMiB);
}

TEST(CachePoolTest, WhatAHeapHeldIsFreeWhenItEnds) {
  Caches caches(16 * kMiB);
  for (int i = 0; i < 100; ++i) caches.crank(kA, kMiB);
  caches.pool.forget(kA);
  EXPECT_EQ(caches.pool.bytes(), 0U);
  caches.pool.forget(kA);
}

TEST(CachePoolTest, AllTogetherHoldNoMoreThanThePoolAndTheLeastOfEach) {
  Random random(7);
  Caches caches(8 * kMiB);
  for (int i = 0; i < 100'000; ++i) {
    const VatId vat(1 + random.below(40));
    if (random.below(100) == 0) {
      caches.pool.forget(vat);
      caches.held.erase(vat);
      continue;
    }
    caches.crank(vat, random.below(kMiB));
    size_t sum = 0;
    for (const auto& [each, bytes] : caches.held) sum += bytes;
    ASSERT_LE(sum, caches.pool.bytes());
    ASSERT_LE(caches.pool.bytes(), 8 * kMiB + 40 * CachePool::kLeast);
  }
}

}  // namespace
}  // namespace keeve::kernel
