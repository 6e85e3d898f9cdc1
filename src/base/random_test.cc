#include "base/random.h"

#include <gtest/gtest.h>

#include <set>

namespace keeve {
namespace {

TEST(Random, FollowsFromItsSeed) {
  Random zero(0);
  EXPECT_EQ(zero.next(), 0xe220a8397b1dcdafU);  // the published first numbers of seed 0
  EXPECT_EQ(zero.next(), 0x6e789e6aa1b965f4U);
  EXPECT_NE(Random(1).next(), Random(2).next());
}

TEST(Random, BelowReachesEveryNumberAndNoOther) {
  Random random(1);
  std::set<uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.below(7));
  EXPECT_EQ(seen, (std::set<uint64_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(random.below(1), 0U);
  random.below(UINT64_MAX);
}

TEST(Random, UnitStaysBelowOne) {
  Random random(2);
  for (int i = 0; i < 1000; ++i) {
    const double number = random.unit();
    EXPECT_GE(number, 0.0);
    EXPECT_LT(number, 1.0);
  }
}

TEST(Random, BytesAreAsManyAsAsked) {
  Random random(3);
  EXPECT_EQ(random.bytes(0), "");
  EXPECT_EQ(random.bytes(33).size(), 33U);
}

}  // namespace
}  // namespace keeve
