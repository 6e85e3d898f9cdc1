#include "liveslots/spare_heap.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "engine/realm.h"
#include "liveslots/testing/bare_vat.h"
#include "liveslots/testing/test_engine.h"

namespace keeve::liveslots::testing {
namespace {

VatSettings settingsOf(std::string name, size_t heapBytesMax = size_t{64} << 20) {
  VatSettings settings;
  settings.name = std::move(name);
  settings.limits.heapBytesMax = heapBytesMax;
  return settings;
}

TEST(SpareHeapTest, AHeapThatWasMadeAheadIsTheVats) {
  SpareHeap spare(testEngine());
  spare.expect(settingsOf("a"));
  VatSettings mine = settingsOf("b");
  mine.limits.crankMsMax = 50;
  const std::unique_ptr<VatHeap> heap = spare.take(mine);
  EXPECT_EQ(heap->settings().name, "b");
  EXPECT_EQ(heap->realm().name(), "b");
  const auto outcome = heap->realm().run([&] {
    while (!heap->realm().stopped()) std::this_thread::yield();
  });
  ASSERT_TRUE(std::holds_alternative<engine::LimitExceeded>(outcome));
  EXPECT_EQ(std::get<engine::LimitExceeded>(outcome).limit, "crankMs");
}

TEST(SpareHeapTest, OneOfAnotherSizeIsLeftForOthers) {
  SpareHeap spare(testEngine());
  spare.expect(settingsOf("large", size_t{128} << 20));
  EXPECT_EQ(spare.take(settingsOf("small"))->settings().limits.heapBytesMax, size_t{64} << 20);
  EXPECT_EQ(spare.take(settingsOf("large", size_t{128} << 20))->settings().name, "large");
}

TEST(SpareHeapTest, ManyThreadsEachGetTheirOwn) {
  SpareHeap spare(testEngine());
  constexpr int kThreads = 4;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&spare, i] {
      const std::string name = "vat" + std::to_string(i);
      for (int n = 0; n < 5; ++n) {
        spare.expect(settingsOf(name));
        const std::unique_ptr<VatHeap> heap = spare.take(settingsOf(name));
        EXPECT_EQ(heap->realm().name(), name);
        EXPECT_TRUE(std::holds_alternative<engine::Ran>(heap->realm().run([] {})));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(SpareHeapTest, EndsWhileOneIsMade) {
  for (int i = 0; i < 3; ++i) {
    SpareHeap spare(testEngine());
    spare.expect(settingsOf("a"));
  }
}

}  // namespace
}  // namespace keeve::liveslots::testing
