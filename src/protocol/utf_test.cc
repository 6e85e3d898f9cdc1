#include "protocol/utf.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace keeve {
namespace {

using namespace std::string_literals;

TEST(Utf, ConvertsEachLengthOfSequence) {
  const std::string utf8 = "a\u00e9\u20ac\U0001f37a\0z"s;
  const std::u16string units = u"a\u00e9\u20ac\U0001f37a\0z"s;
  EXPECT_EQ(utf8ToUtf16(utf8), units);
  EXPECT_EQ(utf16ToUtf8(units), utf8);
}

TEST(Utf, ConvertsTheEndsOfEachRange) {
  for (const char32_t point : {0x0U, 0x7fU, 0x80U, 0x7ffU, 0x800U, 0xd7ffU, 0xe000U, 0xfffdU,
                               0xffffU, 0x10000U, 0x10ffffU}) {
    std::u16string units;
    if (point < 0x10000) {
      units.push_back(static_cast<char16_t>(point));
    } else {
      units.push_back(static_cast<char16_t>(0xd7c0 + (point >> 10)));
      units.push_back(static_cast<char16_t>(0xdc00 + (point & 0x3ff)));
    }
    EXPECT_EQ(utf8ToUtf16(utf16ToUtf8(units)), units) << std::hex << static_cast<uint32_t>(point);
  }
}

// The Unicode Standard's own examples (3.9, table 3-8 and before).
TEST(Utf, IllFormedUtf8BecomesOneReplacementForEachWrongStart) {
  EXPECT_EQ(utf8ToUtf16("\xc0\xaf"), u"\ufffd\ufffd");                      // overlong
  EXPECT_EQ(utf8ToUtf16("\xed\xa0\x80"), u"\ufffd\ufffd\ufffd");            // a surrogate
  EXPECT_EQ(utf8ToUtf16("\xf4\x90\x80\x80"), u"\ufffd\ufffd\ufffd\ufffd");  // past U+10FFFF
  EXPECT_EQ(utf8ToUtf16("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41"),
            u"\ufffd\ufffd\ufffd\ufffd"
            u"A");
  EXPECT_EQ(utf8ToUtf16("\xff"
                        "a"),
            u"\ufffd"
            u"a");
  EXPECT_EQ(utf8ToUtf16("\xe2\x82"), u"\ufffd");  // cut short
}

TEST(Utf, UnpairedSurrogatesAreIllFormed) {
  const std::u16string high = {u'a', char16_t{0xd83c}};
  const std::u16string low = {char16_t{0xdf7a}, u'a'};
  const std::u16string swapped = {char16_t{0xdf7a}, char16_t{0xd83c}};
  EXPECT_FALSE(isWellFormedUtf16(high));
  EXPECT_FALSE(isWellFormedUtf16(low));
  EXPECT_FALSE(isWellFormedUtf16(swapped));
  EXPECT_TRUE(isWellFormedUtf16(u"\U0001f37a"));
  EXPECT_TRUE(isWellFormedUtf16(u""));
  EXPECT_EQ(utf16ToUtf8(high), "a\ufffd");
}

TEST(Utf, AnyBytesBecomeWellFormed) {
  Random random(11);
  for (int i = 0; i < 2000; ++i) {
    const std::u16string units = utf8ToUtf16(random.bytes(random.below(12)));
    EXPECT_TRUE(isWellFormedUtf16(units));
    EXPECT_EQ(utf8ToUtf16(utf16ToUtf8(units)), units);
  }
}

}  // namespace
}  // namespace keeve
