#include "kernel/run_queue.h"

#include <gtest/gtest.h>

namespace keeve::kernel {
namespace {

constexpr VatId kA(1);
constexpr VatId kB(2);
constexpr VatId kC(3);

// "A7": the vat whose turn it is and the number of its item; "-" where there is none.
std::string turnOf(RunQueue& queue) {
  const auto turn = queue.take();
  if (!turn) return "-";
  return std::string(1, static_cast<char>('A' + turn->vat.number() - 1)) +
         std::to_string(std::get<StoredItem>(turn->item).n);
}

void push(RunQueue& queue, VatId vat, uint64_t from, uint64_t to) {
  for (uint64_t n = from; n <= to; ++n) queue.push(vat, StoredItem{n});
}

TEST(RunQueueTest, VatsTakeTurnsAndEachKeepsItsOrder) {
  RunQueue queue(100);
  push(queue, kA, 1, 3);
  push(queue, kB, 1, 1);
  EXPECT_EQ(turnOf(queue), "A1");
  queue.release(kA, {});
  EXPECT_EQ(turnOf(queue), "B1");
  queue.release(kB, {});
  EXPECT_EQ(turnOf(queue), "A2");
  queue.release(kA, {});
  EXPECT_EQ(turnOf(queue), "A3");
  EXPECT_FALSE(queue.empty());
  queue.release(kA, {});
  EXPECT_TRUE(queue.empty());
}

TEST(RunQueueTest, ABusyVatHasNoTurn) {
  RunQueue queue(100);
  push(queue, kA, 1, 2);
  EXPECT_EQ(turnOf(queue), "A1");
  EXPECT_EQ(turnOf(queue), "-");
  push(queue, kA, 3, 3);
  EXPECT_EQ(turnOf(queue), "-");
  queue.release(kA, {});
  EXPECT_EQ(turnOf(queue), "A2");
}

TEST(RunQueueTest, WhatIsTriedAgainComesFirst) {
  RunQueue queue(100);
  push(queue, kA, 1, 2);
  EXPECT_EQ(turnOf(queue), "A1");
  queue.pushAgain(kA, StoredItem{1});
  queue.release(kA, {});
  EXPECT_EQ(turnOf(queue), "A1");
}

TEST(RunQueueTest, WhatIsTriedAgainComesBeforeOtherVats) {
  RunQueue queue(100);
  push(queue, kA, 1, 2);
  push(queue, kB, 1, 1);
  EXPECT_EQ(turnOf(queue), "A1");
  queue.pushAgain(kA, StoredItem{1});
  queue.release(kA, {});
  EXPECT_EQ(turnOf(queue), "A1");
  queue.release(kA, {});
  EXPECT_EQ(turnOf(queue), "B1");
}

TEST(RunQueueTest, WhoFillsAQueueIsHeldBackUntilItIsHalfEmpty) {
  RunQueue queue(4);
  push(queue, kA, 1, 2);
  EXPECT_EQ(turnOf(queue), "A1");
  push(queue, kB, 1, 5);
  queue.release(kA, {kB});
  EXPECT_TRUE(queue.isFull(kB));
  for (uint64_t n = 1; n <= 2; ++n) {
    EXPECT_EQ(turnOf(queue), "B" + std::to_string(n));
    EXPECT_EQ(turnOf(queue), "-");
    queue.release(kB, {});
  }
  EXPECT_EQ(turnOf(queue), "B3");  // two are left
  EXPECT_EQ(turnOf(queue), "A2");
}

TEST(RunQueueTest, VatsThatHoldEachOtherBackGoOn) {
  RunQueue queue(2);
  push(queue, kA, 1, 4);
  push(queue, kB, 1, 4);
  EXPECT_EQ(turnOf(queue), "A1");
  EXPECT_EQ(turnOf(queue), "B1");
  queue.release(kA, {kB});
  queue.release(kB, {kA});
  for (uint64_t n = 2; n <= 3; ++n) {
    EXPECT_EQ(turnOf(queue), "B" + std::to_string(n));
    queue.release(kB, {kA});
  }
  EXPECT_EQ(turnOf(queue), "A2");  // it was let go when one item was left
}

TEST(RunQueueTest, TheKernelItselfIsNeverHeldBack) {
  RunQueue queue(2);
  push(queue, kA, 1, 4);
  for (uint64_t n = 1; n <= 2; ++n) queue.push(kKernelVat, StoredItem{n});
  EXPECT_EQ(turnOf(queue), "A1");
  EXPECT_EQ(queue.take()->vat, kKernelVat);
  queue.release(kKernelVat, {kA});
  EXPECT_EQ(queue.take()->vat, kKernelVat);
}

TEST(RunQueueTest, AVatThatFillsItsOwnQueueGoesOn) {
  RunQueue queue(2);
  push(queue, kA, 1, 5);
  EXPECT_EQ(turnOf(queue), "A1");
  queue.release(kA, {kA});
  EXPECT_EQ(turnOf(queue), "A2");
}

TEST(RunQueueTest, AVatThatIsToCollectFirstTakesNothingMore) {
  RunQueue queue(1000);
  push(queue, kA, 1, 3);
  EXPECT_EQ(turnOf(queue), "A1");
  queue.wantCollection(kA, RunQueue::Wish::inTurn);
  EXPECT_TRUE(queue.takeMore(kA));
  queue.wantCollection(kA, RunQueue::Wish::first);
  EXPECT_FALSE(queue.takeMore(kA));
  queue.release(kA, {});
  EXPECT_TRUE(std::holds_alternative<CollectItem>(queue.take()->item));
  EXPECT_TRUE(queue.takeMore(kA));
}

TEST(RunQueueTest, AFloodedVatStarvesNobody) {
  RunQueue queue(1000);
  push(queue, kA, 1, 900);
  push(queue, kC, 1, 1);
  EXPECT_EQ(turnOf(queue), "A1");
  queue.release(kA, {});
  EXPECT_EQ(turnOf(queue), "C1");
}

}  // namespace
}  // namespace keeve::kernel
