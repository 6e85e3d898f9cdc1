// A child writes numbered batches and says which are synced; it is killed at random moments. What is left must be some whole
// number of batches, with all that were said to be synced.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/temporary_directory.h"
#include "store/rocks_store.h"
#include "store/test_child.h"

namespace keeve::store {
namespace {

constexpr int kKills = 12;
constexpr uint64_t kKillMsMax = 150;
constexpr uint64_t kSyncEvery = 5;
constexpr double kOpenMsMax = 2000;
constexpr size_t kReportBytes = 8;

std::string keyOf(uint64_t number) { return "key" + std::to_string(number); }

uint64_t lastOf(const Store& store) { return std::stoull(store.get("last").value_or("0")); }

// Batch n writes its key, takes away the one before it, and says so in "last".
void applyNumbered(Store& store, uint64_t number) {
  WriteBatch batch;
  batch.put("last", std::to_string(number));
  batch.put(keyOf(number), std::string(1000, 'x'));
  if (number % 3 == 0) {
    batch.eraseRange(keyOf(number - 1), keyOf(number - 1) + '\0');
  } else {
    batch.erase(keyOf(number - 1));
  }
  store.apply(batch);
}

TEST(RocksCrashChild, DISABLED_WritesUntilItIsKilled) {
  const auto store = openRocksStore(TestChild::argumentOfChild(), OpenMode::createIfMissing);
  for (uint64_t number = lastOf(*store) + 1;; ++number) {
    applyNumbered(*store, number);
    if (number % kSyncEvery != 0) continue;
    store->sync();
    std::string report;
    appendFixed64(report, number);
    ASSERT_EQ(write(TestChild::kPipe, report.data(), report.size()), ssize_t{kReportBytes});
  }
}

uint64_t lastReportOf(const TestChild& child) {
  uint64_t last = 0;
  while (true) {
    const std::string report = child.read(kReportBytes);
    if (report.size() < kReportBytes) return last;
    last = ByteReader(report).takeFixed64().value();
  }
}

TEST(RocksCrash, WhatWasSyncedIsThereAndNoBatchIsHalf) {
  const TemporaryDirectory directory;
  const std::string path = directory.path("store");
  const auto seed = static_cast<uint64_t>(::testing::UnitTest::GetInstance()->random_seed()) + 40;
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  const SystemClock clock;
  uint64_t before = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    TestChild child("RocksCrashChild.DISABLED_WritesUntilItIsKilled", path);
    std::this_thread::sleep_for(std::chrono::milliseconds(random.below(kKillMsMax)));
    child.killNow();
    const double opening = clock.monotonicMs();
    const auto store = openRocksStore(path, OpenMode::createIfMissing);
    EXPECT_LT(clock.monotonicMs() - opening, kOpenMsMax);
    const uint64_t last = lastOf(*store);
    EXPECT_GE(last, lastReportOf(child));
    EXPECT_GE(last, before);
    EXPECT_EQ(store->get(keyOf(last)).has_value(), last > 0);
    size_t keys = 0;
    const auto cursor = store->cursor();
    for (cursor->seek("key"); cursor->valid() && cursor->key() < "kez"; cursor->next()) ++keys;
    EXPECT_EQ(keys, last > 0 ? 1U : 0U);
    before = last;
  }
  EXPECT_GT(before, 0U);
}

}  // namespace
}  // namespace keeve::store
