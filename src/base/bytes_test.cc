#include "base/bytes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/check.h"

namespace keeve {
namespace {

using namespace std::string_literals;

std::string varint(uint64_t number) {
  std::string out;
  appendVarint(out, number);
  return out;
}

std::vector<uint64_t> boundaryNumbers() {
  std::vector<uint64_t> numbers = {0, 1, kVarintEnd - 1};
  for (unsigned bits = 7; bits < 53; bits += 7) {
    numbers.push_back((uint64_t{1} << bits) - 1);
    numbers.push_back(uint64_t{1} << bits);
  }
  return numbers;
}

TEST(Bytes, VarintsHaveTheirGoldenBytes) {
  EXPECT_EQ(varint(0), "\x00"s);
  EXPECT_EQ(varint(127), "\x7f");
  EXPECT_EQ(varint(128), "\x80\x01");
  EXPECT_EQ(varint(300), "\xac\x02");
  EXPECT_EQ(varint(kVarintEnd - 1), "\xff\xff\xff\xff\xff\xff\xff\x0f");
}

TEST(Bytes, VarintsRoundTripAndEndWhereTheyEnd) {
  for (const uint64_t number : boundaryNumbers()) {
    ByteReader reader(std::string_view("x"));
    const std::string bytes = varint(number) + "rest";
    reader = ByteReader(bytes);
    EXPECT_EQ(reader.takeVarint(), number);
    EXPECT_EQ(reader.rest(), "rest");
  }
}

TEST(Bytes, ATruncatedVarintIsNone) {
  for (const uint64_t number : boundaryNumbers()) {
    const std::string bytes = varint(number);
    for (size_t length = 0; length < bytes.size(); ++length) {
      ByteReader reader(std::string_view(bytes).substr(0, length));
      EXPECT_EQ(reader.takeVarint(), std::nullopt) << number << " cut to " << length;
      EXPECT_EQ(reader.rest().size(), length);
    }
  }
}

TEST(Bytes, AVarintThatIsLongerThanNeededIsRefused) {
  EXPECT_EQ(ByteReader("\x80\x00"s).takeVarint(), std::nullopt);
  EXPECT_EQ(ByteReader("\xff\x80\x00"s).takeVarint(), std::nullopt);
}

TEST(Bytes, AVarintOf2To53OrMoreIsRefused) {
  EXPECT_EQ(ByteReader("\x80\x80\x80\x80\x80\x80\x80\x10"s).takeVarint(), std::nullopt);
  EXPECT_EQ(ByteReader("\xff\xff\xff\xff\xff\xff\xff\xff\x01"s).takeVarint(), std::nullopt);
  EXPECT_THROW(varint(kVarintEnd), CheckFailed);
}

TEST(Bytes, FixedNumbersAreLowestByteFirst) {
  std::string bytes;
  appendFixed64(bytes, 0x0807060504030201);
  EXPECT_EQ(bytes, "\x01\x02\x03\x04\x05\x06\x07\x08");
  EXPECT_EQ(ByteReader(bytes).takeFixed64(), 0x0807060504030201U);
  bytes.pop_back();
  EXPECT_EQ(ByteReader(bytes).takeFixed64(), std::nullopt);
}

TEST(Bytes, TextCarriesItsLength) {
  std::string bytes;
  appendText(bytes, "text");
  appendText(bytes, "");
  ByteReader reader(bytes);
  EXPECT_EQ(reader.takeText(), "text");
  EXPECT_EQ(reader.takeText(), "");
  EXPECT_TRUE(reader.atEnd());
}

TEST(Bytes, TextThatIsCutShortIsNoneAndTakesNothing) {
  ByteReader reader("\x05text");
  EXPECT_EQ(reader.takeText(), std::nullopt);
  EXPECT_EQ(reader.takeByte(), 5);
  EXPECT_EQ(reader.takeBytes(5), std::nullopt);
  EXPECT_EQ(reader.takeBytes(4), "text");
  EXPECT_EQ(reader.takeByte(), std::nullopt);
}

TEST(Bytes, ALengthNearTheEndOfNumbersIsNoOverflow) {
  EXPECT_EQ(ByteReader(varint(kVarintEnd - 1) + "x").takeText(), std::nullopt);
  EXPECT_EQ(ByteReader("x").takeBytes(UINT64_MAX), std::nullopt);
}

}  // namespace
}  // namespace keeve
