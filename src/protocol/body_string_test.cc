#include "protocol/body_string.h"

#include <gtest/gtest.h>

#include "base/check.h"

namespace keeve {
namespace {

using namespace std::string_literals;

std::string written(std::string_view utf8) {
  std::string out;
  appendBodyString(out, utf8);
  return out;
}

std::optional<std::string_view> taken(std::string_view bytes) {
  ByteReader reader(bytes);
  return takeBodyString(reader);
}

TEST(BodyString, HasItsGoldenBytes) {
  EXPECT_EQ(written(""), "\x80");
  EXPECT_EQ(written("abc"),
            "\x83"
            "abc");
  EXPECT_EQ(written("caf\u00e9"),
            "\x84"
            "caf\xe9");
  EXPECT_EQ(written("\u20ac"), "\x09\x01\xac\x20");
  EXPECT_EQ(written(std::string(63, 'x')), "\xbf" + std::string(63, 'x'));
  EXPECT_EQ(written(std::string(64, 'x')), "\x08\x40" + std::string(64, 'x'));
}

TEST(BodyString, RoundTripsAndLeavesWhatFollows) {
  for (const std::string& utf8 : {""s, "a\0b"s, "caf\u00e9"s, "\u20ac\U0001f37a"s,
                                  std::string(64, 'x'), std::string(300, 'x') + "\u0100"}) {
    const std::string bytes = written(utf8) + "rest";
    ByteReader reader(bytes);
    const auto read = takeBodyString(reader);
    ASSERT_TRUE(read);
    EXPECT_EQ(bodyStringToUtf8(*read), utf8);
    EXPECT_EQ(reader.rest(), "rest");
  }
}

TEST(BodyString, CutShortIsNoneAndTakesNothing) {
  for (const std::string& utf8 : {"a"s, "\u20ac\U0001f37a"s, std::string(64, 'x')}) {
    const std::string bytes = written(utf8);
    for (size_t length = 0; length < bytes.size(); ++length) {
      ByteReader reader(std::string_view(bytes).substr(0, length));
      EXPECT_EQ(takeBodyString(reader), std::nullopt);
      EXPECT_EQ(reader.rest().size(), length);
    }
  }
}

TEST(BodyString, OtherFormsThanItsOwnAreRefused) {
  EXPECT_FALSE(
      taken("\x08\x01"
            "a"));  // short, in the long form
  EXPECT_FALSE(
      taken("\x09\x01"
            "a\0"s));                       // Latin-1, in UTF-16
  EXPECT_FALSE(taken("\x09\x00"s));         // empty, in UTF-16
  EXPECT_FALSE(taken("\x09\x01\x3c\xd8"));  // an unpaired surrogate
  EXPECT_FALSE(taken("\x00"s));             // no string
  EXPECT_FALSE(taken("\xc0"));
}

TEST(BodyString, ALengthNearTheEndOfNumbersIsNoOverflow) {
  EXPECT_FALSE(
      taken("\x09\xff\xff\xff\xff\xff\xff\xff\x0f"
            "abcd"));
  EXPECT_FALSE(
      taken("\x08\xff\xff\xff\xff\xff\xff\xff\x0f"
            "abcd"));
}

TEST(BodyString, WhatIsNoUtf8IsReplaced) {
  EXPECT_EQ(bodyStringToUtf8(written("a\xff")), "a\ufffd");
}

TEST(BodyString, ConvertingWhatIsNoStringIsABug) {
  EXPECT_THROW(bodyStringToUtf8("\x00"s), CheckFailed);
  EXPECT_THROW(bodyStringToUtf8("\x81"s), CheckFailed);
}

}  // namespace
}  // namespace keeve
