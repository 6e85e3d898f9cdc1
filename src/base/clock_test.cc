#include "base/clock.h"

#include <gtest/gtest.h>

#include <cmath>

namespace keeve {
namespace {

TEST(Clock, TheSystemsWallTimeIsWholeMillisecondsOfThisCentury) {
  const double now = SystemClock().wallMs();
  EXPECT_EQ(now, std::floor(now));
  EXPECT_GT(now, 1.6e12);
}

TEST(Clock, TheSystemsMonotonicTimeNeverRunsBackwards) {
  const SystemClock clock;
  double last = clock.monotonicMs();
  for (int i = 0; i < 1000; ++i) {
    const double now = clock.monotonicMs();
    EXPECT_GE(now, last);
    last = now;
  }
}

TEST(Clock, AManualClockMovesOnlyWhenTold) {
  ManualClock clock(1000);
  EXPECT_EQ(clock.wallMs(), 1000);
  clock.advance(2.5);
  EXPECT_EQ(clock.wallMs(), 1002.5);
  EXPECT_EQ(clock.monotonicMs(), 2.5);
}

}  // namespace
}  // namespace keeve
