#include "kernel/collect/suspicion.h"

#include <gtest/gtest.h>

namespace keeve::kernel {
namespace {

using Idle = Suspicion::Idle;

// A search that reached so many, and freed so many.
void search(Suspicion& suspicion, size_t reached, size_t found) {
  suspicion.begin();
  suspicion.setReached(reached);
  suspicion.noteFound(found);
  suspicion.end();
}

// How many objects more, made and kept, make a search due.
size_t growthToSearch(Suspicion suspicion, Idle idle = Idle::no) {
  size_t made = 0;
  for (; !suspicion.isDue(idle); made += 100) suspicion.noteMade(100);
  return made;
}

TEST(SuspicionTest, NothingIsSuspectedOfWhatComesAndGoes) {
  Suspicion suspicion(1000);
  for (int i = 0; i < 100; ++i) {
    suspicion.noteMade(900);
    suspicion.noteFreed(900);
    EXPECT_FALSE(suspicion.isDue(Idle::no));
  }
}

TEST(SuspicionTest, WhatIsKeptIsSuspectedAndALittleSoonerByWhoHasNothingElseToDo) {
  EXPECT_EQ(growthToSearch(Suspicion(1000)), 1100U);
  EXPECT_EQ(growthToSearch(Suspicion(1000), Idle::yes), 100U);
  Suspicion suspicion(1000);
  suspicion.noteSuspects(1001);
  EXPECT_TRUE(suspicion.isDue(Idle::no));
}

TEST(SuspicionTest, AStoreThatGrowsIsSearchedEachTimeItGrewThreefold) {
  Suspicion suspicion(1000);
  suspicion.noteMade(10'000);
  search(suspicion, 10'000, 0);
  EXPECT_EQ(growthToSearch(suspicion), 20'100U);
  EXPECT_EQ(growthToSearch(suspicion, Idle::yes), 5100U);
}

TEST(SuspicionTest, WhereAllThatGrewWasGarbageItIsSearchedForSooner) {
  Suspicion suspicion(1000);
  suspicion.noteMade(30'000);
  search(suspicion, 20'000, 10'000);  // a third was
  EXPECT_GT(growthToSearch(suspicion), 25'000U);
  EXPECT_LT(growthToSearch(suspicion), 30'000U);
  suspicion.noteMade(10'000);
  search(suspicion, 20'000, 10'000);  // all was
  EXPECT_EQ(growthToSearch(suspicion), 5100U);
  suspicion.noteMade(5000);
  search(suspicion, 25'000, 0);
  EXPECT_EQ(growthToSearch(suspicion), 50'100U);
}

TEST(SuspicionTest, WhatIsMadeDuringASearchIsSuspectedByTheNext) {
  Suspicion suspicion(1000);
  suspicion.noteMade(5000);
  suspicion.begin();
  suspicion.noteMade(700);
  suspicion.noteFreed(200);
  suspicion.setReached(0);
  suspicion.noteFound(5000);
  suspicion.end();
  EXPECT_EQ(growthToSearch(suspicion), 100U);  // 500 of 500
}

}  // namespace
}  // namespace keeve::kernel
