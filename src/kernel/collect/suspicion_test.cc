#include "kernel/collect/suspicion.h"

#include <gtest/gtest.h>

namespace keeve::kernel {
namespace {

using Idle = Suspicion::Idle;

void search(Suspicion& suspicion, size_t reached) {
  suspicion.begin();
  suspicion.setReached(reached);
  suspicion.end();
}

// How many objects more, made and kept, make a search due, where each takes so many records.
size_t growthToSearch(Suspicion suspicion, size_t records, Idle idle = Idle::no) {
  size_t made = 0;
  for (; !suspicion.isDue(idle); made += 100) {
    suspicion.noteMade(100);
    suspicion.noteWritten(100 * records);
  }
  return made;
}

TEST(SuspicionTest, NothingIsSuspectedOfWhatComesAndGoes) {
  Suspicion suspicion(1000);
  for (int i = 0; i < 100; ++i) {
    suspicion.noteMade(900);
    suspicion.noteWritten(3000);
    suspicion.noteFreed(900);
    EXPECT_FALSE(suspicion.isDue(Idle::no));
  }
}

TEST(SuspicionTest, WhatIsKeptIsSuspectedAndALittleSoonerByWhoHasNothingElseToDo) {
  EXPECT_EQ(growthToSearch(Suspicion(1000), 1), 1100U);
  EXPECT_EQ(growthToSearch(Suspicion(1000), 1, Idle::yes), 100U);
  Suspicion suspicion(1000);
  suspicion.noteSuspects(1001);
  suspicion.noteWritten(1);
  EXPECT_TRUE(suspicion.isDue(Idle::no));
}

TEST(SuspicionTest, AStoreThatGrowsIsSearchedAsOftenAsItsWritesPayFor) {
  Suspicion suspicion(1000);
  suspicion.noteMade(10'000);
  search(suspicion, 10'000);
  EXPECT_EQ(growthToSearch(suspicion, 2), 20'100U);
  EXPECT_EQ(growthToSearch(suspicion, 4), 10'100U);
  EXPECT_EQ(growthToSearch(suspicion, 2, Idle::yes), 5100U);
}

TEST(SuspicionTest, WhereMuchIsWrittenALittleGrowthIsSuspected) {
  Suspicion suspicion(100);
  search(suspicion, 10'000);
  suspicion.noteWritten(40'001);
  EXPECT_EQ(growthToSearch(suspicion, 1), 1300U);
}

TEST(SuspicionTest, WhatIsMadeDuringASearchIsSuspectedByTheNext) {
  Suspicion suspicion(1000);
  suspicion.noteMade(5000);
  suspicion.begin();
  suspicion.noteMade(700);
  suspicion.noteWritten(700);
  suspicion.noteFreed(200);
  suspicion.setReached(0);
  suspicion.end();
  EXPECT_EQ(growthToSearch(suspicion, 1), 600U);  // on 500
}

}  // namespace
}  // namespace keeve::kernel
