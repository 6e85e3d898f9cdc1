#include "base/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>

namespace keeve {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string messageOf(void (*body)()) {
  try {
    body();
  } catch (const CheckFailed& failure) {
    return failure.what();
  }
  return "(nothing was thrown)";
}

enum class Colour : uint8_t { red = 7 };
struct Opaque {
  int number = 0;
};

TEST(Check, SaysNothingWhereTheConditionHolds) { EXPECT_NO_THROW(KEEVE_CHECK(1 + 1 == 2)); }

TEST(Check, NamesFileLineAndCondition) {
  const std::string message = messageOf([] { KEEVE_CHECK(1 + 1 == 3); });
  EXPECT_THAT(message, StartsWith("src/base/check_test.cc:"));
  EXPECT_THAT(message, HasSubstr(": check failed: 1 + 1 == 3"));
}

TEST(Check, PrintsItsOperands) {
  const std::string message = messageOf([] {
    const int begin = 7;
    const uint8_t end = 3;
    const std::string key = "k";
    KEEVE_CHECK(begin <= end, begin, end, key, Colour::red, Opaque{});
  });
  EXPECT_THAT(message,
              HasSubstr("begin, end, key, Colour::red, Opaque{} = 7, 3, \"k\", 7, (4 bytes)"));
}

TEST(Check, EvaluatesOperandsOnlyWhenItFails) {
  int calls = 0;
  const auto count = [&calls] { return ++calls; };
  KEEVE_CHECK(calls == 0, count());
  EXPECT_EQ(calls, 0);
}

}  // namespace
}  // namespace keeve
