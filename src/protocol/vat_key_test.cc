#include "protocol/vat_key.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/random.h"

namespace keeve {
namespace {

using namespace std::string_literals;

std::string ordered(uint64_t number) {
  std::string out;
  appendOrderedVarint(out, number);
  return out;
}

std::vector<uint64_t> numbers() {
  std::vector<uint64_t> out = {0, 1, UINT64_MAX};
  for (unsigned bits = 1; bits < 64; ++bits) {
    out.push_back((uint64_t{1} << bits) - 1);
    out.push_back(uint64_t{1} << bits);
  }
  Random random(7);
  for (int i = 0; i < 1000; ++i) out.push_back(random.next() >> random.below(64));
  return out;
}

TEST(OrderedVarint, HasItsGoldenBytes) {
  EXPECT_EQ(ordered(0), "\0"s);
  EXPECT_EQ(ordered(1), "\x01\x01");
  EXPECT_EQ(ordered(0x1234), "\x02\x12\x34");
  EXPECT_EQ(ordered(UINT64_MAX), "\x08\xff\xff\xff\xff\xff\xff\xff\xff");
}

TEST(OrderedVarint, SortsAsNumbersDo) {
  std::vector<uint64_t> sorted = numbers();
  std::sort(sorted.begin(), sorted.end());
  for (size_t i = 1; i < sorted.size(); ++i) {
    EXPECT_EQ(ordered(sorted[i - 1]) < ordered(sorted[i]), sorted[i - 1] < sorted[i]);
  }
}

TEST(OrderedVarint, RoundTripsAndLeavesWhatFollows) {
  for (const uint64_t number : numbers()) {
    const std::string bytes = ordered(number) + "tail";
    std::string_view rest = bytes;
    uint64_t taken = 0;
    ASSERT_TRUE(takeOrderedVarint(rest, taken));
    EXPECT_EQ(taken, number);
    EXPECT_EQ(rest, "tail");
  }
}

TEST(OrderedVarint, CutShortIsNoneAndTakesNothing) {
  for (const uint64_t number : numbers()) {
    const std::string bytes = ordered(number);
    for (size_t length = 0; length < bytes.size(); ++length) {
      std::string_view rest = std::string_view(bytes).substr(0, length);
      uint64_t taken = 42;
      EXPECT_FALSE(takeOrderedVarint(rest, taken));
      EXPECT_EQ(rest.size(), length);
      EXPECT_EQ(taken, 42U);
    }
  }
}

TEST(OrderedVarint, HasOneFormANumber) {
  for (const std::string& bytes :
       {"\x01\x00"s, "\x02\x00\x01"s, "\x09\x01\x01\x01\x01\x01\x01\x01\x01\x01"s}) {
    std::string_view rest = bytes;
    uint64_t taken = 0;
    EXPECT_FALSE(takeOrderedVarint(rest, taken));
  }
}

}  // namespace
}  // namespace keeve
