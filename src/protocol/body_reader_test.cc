#include "protocol/body_reader.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "protocol/body_grammar.h"
#include "protocol/body_writer.h"

namespace keeve {
namespace {

using namespace std::string_literals;

constexpr size_t kSlots = 3;

template <class Item>
Item only(std::string_view body) {
  BodyReader reader(body, kSlots);
  const BodyItem item = reader.next();
  EXPECT_TRUE(reader.atEnd());
  return std::get<Item>(item);
}

std::string reasonOf(std::string_view body) {
  const auto bad = findMalformed(body, kSlots, 1);
  return bad ? std::string(bad->reason) : "well formed";
}

std::string nested(size_t depth, std::string_view innermost) {
  std::string body;
  for (size_t i = 0; i < depth; ++i) body += "\x0c\x01";
  return body.append(innermost);
}

TEST(BodyReader, ReadsNumbers) {
  EXPECT_EQ(only<double>("\x40"), 0);
  EXPECT_EQ(only<double>("\x7f"), 63);
  EXPECT_EQ(only<double>("\x04\x80\x01"s), 64);
  EXPECT_EQ(only<double>("\x04\x01"), -1);
  EXPECT_EQ(only<double>("\x04\xff\xff\xff\xff\x0f"), std::numeric_limits<int32_t>::min());
  EXPECT_EQ(only<double>("\x04\xfe\xff\xff\xff\x0f"), std::numeric_limits<int32_t>::max());
  EXPECT_EQ(only<double>("\x05\0\0\0\0\0\0\xe0\x3f"s), 0.5);
  EXPECT_TRUE(std::signbit(only<double>("\x05\0\0\0\0\0\0\0\x80"s)));
  EXPECT_TRUE(std::isnan(only<double>("\x05\0\0\0\0\0\0\xf8\x7f"s)));
}

TEST(BodyReader, ReadsBigIntsInDecimal) {
  EXPECT_EQ(only<BodyBigInt>("\x06\x00"s).text(), "0");
  EXPECT_EQ(only<BodyBigInt>("\x07\x01\x01").text(), "-1");
  EXPECT_EQ(only<BodyBigInt>("\x06\x04\x00\xca\x9a\x3b"s).text(), "1000000000");
  EXPECT_EQ(only<BodyBigInt>("\x06\x09\0\0\0\0\0\0\0\0\x01"s).text(), "18446744073709551616");
}

TEST(BodyReader, HugeBigIntsAreShownInHexadecimal) {
  const std::string magnitude(BodyBigInt::kDecimalBytesMax + 1, '\x01');
  const std::string text = BodyBigInt{true, magnitude}.text();
  EXPECT_EQ(text.substr(0, 7), "-0x1010");
  EXPECT_EQ(text.size(), 3 + 2 * magnitude.size() - 1);
}

TEST(BodyReader, ReadsContainersHeadFirst) {
  BodyWriter writer;
  writer.record(1);
  writer.string("list");
  writer.array(2);
  writer.remotable(2, "Alleged: purse");
  writer.promise(0);
  const std::string body = writer.take();
  BodyReader reader(body, kSlots);
  EXPECT_EQ(std::get<BodyRecord>(reader.next()).count, 1U);
  EXPECT_EQ(std::get<BodyString>(reader.next()).utf8(), "list");
  EXPECT_EQ(std::get<BodyArray>(reader.next()).count, 2U);
  const auto remotable = std::get<BodyRemotable>(reader.next());
  EXPECT_EQ(remotable.slot, 2U);
  EXPECT_EQ(remotable.interfaceName.utf8(), "Alleged: purse");
  EXPECT_FALSE(reader.atEnd());
  EXPECT_EQ(std::get<BodyPromise>(reader.next()).slot, 0U);
  EXPECT_TRUE(reader.atEnd());
}

TEST(BodyReader, ReadsTheHeadOfAnErrorAndThenItsParts) {
  BodyWriter writer;
  writer.error(kErrorCause | kErrorErrors | kErrorIncarnation, "vatRestarted", "message");
  writer.string("cause");
  writer.array(0);
  writer.number(2);
  const std::string body = writer.take();
  BodyReader reader(body, kSlots);
  const auto error = std::get<BodyError>(reader.next());
  EXPECT_EQ(error.name.utf8(), "vatRestarted");
  EXPECT_EQ(error.message.utf8(), "message");
  EXPECT_EQ(std::get<BodyString>(reader.next()).utf8(), "cause");
  EXPECT_EQ(std::get<BodyArray>(reader.next()).count, 0U);
  EXPECT_EQ(std::get<double>(reader.next()), 2);
  EXPECT_TRUE(reader.atEnd());
}

TEST(BodyReader, RefusesWhatIsNoTag) {
  EXPECT_EQ(reasonOf("\x12"), "an unknown tag");
  EXPECT_EQ(reasonOf("\x3f"), "an unknown tag");
  EXPECT_EQ(reasonOf("\xc0"), "a string that is cut short or not in its one form");
}

TEST(BodyReader, RefusesNumbersInOtherFormsThanTheirOwn) {
  EXPECT_EQ(reasonOf("\x04\x00"s), "an integer in a longer form than needed");           // 0
  EXPECT_EQ(reasonOf("\x04\x7e"), "an integer in a longer form than needed");            // 63
  EXPECT_EQ(reasonOf("\x04\x80\x80\x80\x80\x10"), "an integer that is not of 32 bits");  // 2^31
  EXPECT_EQ(reasonOf("\x05\0\0\0\0\0\0\xf0\x3f"s), "an integer in a longer form than needed");
  EXPECT_EQ(reasonOf("\x05\0\0\0\0\0\0\0\0"s), "an integer in a longer form than needed");
  EXPECT_EQ(reasonOf("\x05\x01\0\0\0\0\0\xf8\x7f"s), "a NaN that is not the one");
  EXPECT_EQ(reasonOf("\x05\0\0\0\0\0\0\xf8\xff"s), "a NaN that is not the one");
}

TEST(BodyReader, RefusesBigIntsInOtherFormsThanTheirOwn) {
  EXPECT_EQ(reasonOf("\x06\x01\x00"s), "a bigint in a longer form than needed");
  EXPECT_EQ(reasonOf("\x07\x00"s), "a bigint that is -0");
}

TEST(BodyReader, RefusesSymbolsThatAreNotWellKnown) {
  EXPECT_EQ(reasonOf("\x0b\x88iterator"), "well formed");
  EXPECT_EQ(reasonOf("\x0b\x83"
                     "for"),
            "a symbol that is not well known");
}

TEST(BodyReader, RefusesARecordWithANameTwice) {
  EXPECT_EQ(reasonOf("\x0d\x02\x81"
                     "a\x40\x81"
                     "b\x40"),
            "well formed");
  EXPECT_EQ(reasonOf("\x0d\x02\x81"
                     "a\x40\x81"
                     "a\x40"),
            "a name that came before");
  EXPECT_EQ(reasonOf("\x0d\x01\x40\x40"), "a string that is cut short or not in its one form");
}

TEST(BodyReader, RefusesErrorsWhosePartsAreNotWhatTheyMustBe) {
  EXPECT_EQ(reasonOf("\x0e\x02\x80\x80\x40"), "errors that are no array");
  EXPECT_EQ(reasonOf("\x0e\x04\x80\x80\x80"), "an incarnation that is no number");
  EXPECT_EQ(reasonOf("\x0e\x08\x80\x80"), "an error of unknown parts");
}

TEST(BodyReader, RefusesSlotsThatThereAreNot) {
  EXPECT_EQ(reasonOf("\x10\x02\x80"), "well formed");
  EXPECT_EQ(reasonOf("\x10\x03\x80"), "a reference to a slot that there is not");
  EXPECT_EQ(reasonOf("\x11\x03"), "a reference to a slot that there is not");
}

TEST(BodyReader, RefusesCountsPastTheBytesAtOnce) {
  EXPECT_EQ(reasonOf("\x0c\xff\xff\xff\xff\xff\xff\xff\x0f\x40"), "an array that is cut short");
  EXPECT_EQ(reasonOf("\x0d\xff\xff\xff\xff\xff\xff\xff\x0f\x40"), "a record that is cut short");
}

TEST(BodyReader, RefusesWhatNestsTooDeep) {
  const size_t depthMax = kBodyDepthMax + kMessageDepth;
  EXPECT_EQ(reasonOf(nested(depthMax, "\x40")), "well formed");
  EXPECT_EQ(reasonOf(nested(depthMax, "\x0c\x00"s)), "a value that nests too deep");
  EXPECT_EQ(reasonOf(nested(depthMax, "\x0f\x81t\x40")), "a value that nests too deep");
  EXPECT_EQ(reasonOf(nested(depthMax, "\x0e\x00\x80\x80"s)), "a value that nests too deep");
  EXPECT_EQ(reasonOf(nested(depthMax, "\x0d\x00"s)), "a value that nests too deep");
  EXPECT_EQ(reasonOf(nested(1'000'000, "\x40")), "a value that nests too deep");
}

TEST(BodyReader, StaysMalformedAndSaysWhere) {
  const std::string body = "\x0c\x03\x40\x12\x41"s;
  BodyReader reader(body, kSlots);
  reader.next();
  reader.next();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(std::get<BodyMalformed>(reader.next()).offset, 3U);
    EXPECT_FALSE(reader.atEnd());
  }
}

TEST(BodyReader, AnEmptyBodyHoldsNoValues) {
  EXPECT_FALSE(findMalformed("", 0, 0));
  EXPECT_EQ(findMalformed("", 0, 1)->reason, "values are missing");
  EXPECT_EQ(findMalformed("\x40\x40", 0, 1)->reason, "bytes after the last value");
  BodyReader reader("", 0);
  EXPECT_TRUE(std::holds_alternative<BodyMalformed>(reader.next()));
}

}  // namespace
}  // namespace keeve
