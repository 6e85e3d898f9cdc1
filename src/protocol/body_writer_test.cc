#include "protocol/body_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "base/check.h"
#include "protocol/body_grammar.h"
#include "protocol/body_reader.h"

namespace keeve {
namespace {

using namespace std::string_literals;

std::string written(const std::function<void(BodyWriter&)>& write) {
  BodyWriter writer;
  write(writer);
  return writer.take();
}

std::string number(double value) {
  return written([value](BodyWriter& writer) { writer.number(value); });
}

TEST(BodyWriter, WritesNumbersInTheirShortestForm) {
  EXPECT_EQ(number(0), "\x40");
  EXPECT_EQ(number(63), "\x7f");
  EXPECT_EQ(number(64), "\x04\x80\x01"s);
  EXPECT_EQ(number(-1), "\x04\x01");
  EXPECT_EQ(number(std::numeric_limits<int32_t>::min()), "\x04\xff\xff\xff\xff\x0f");
  EXPECT_EQ(number(std::numeric_limits<int32_t>::max()), "\x04\xfe\xff\xff\xff\x0f");
  EXPECT_EQ(number(2147483648.0), "\x05\0\0\0\0\0\0\xe0\x41"s);
  EXPECT_EQ(number(-0.0), "\x05\0\0\0\0\0\0\0\x80"s);
  EXPECT_EQ(number(std::numeric_limits<double>::infinity()), "\x05\0\0\0\0\0\0\xf0\x7f"s);
}

TEST(BodyWriter, EveryNaNIsTheOne) {
  EXPECT_EQ(number(std::nan("1")), "\x05\0\0\0\0\0\0\xf8\x7f"s);
  EXPECT_EQ(number(-std::nan("7")), "\x05\0\0\0\0\0\0\xf8\x7f"s);
}

TEST(BodyWriter, BigIntsLoseTheirZerosAndZeroItsSign) {
  const auto bigint = [](BodyWriter::Sign sign, std::string_view magnitude) {
    return written([=](BodyWriter& writer) { writer.bigint(sign, magnitude); });
  };
  EXPECT_EQ(bigint(BodyWriter::Sign::minus, "\x01\0\0"s), "\x07\x01\x01");
  EXPECT_EQ(bigint(BodyWriter::Sign::minus, "\0"s), "\x06\x00"s);
}

TEST(BodyWriter, ContainersHoldTheValuesThatFollow) {
  const std::string body = written([](BodyWriter& writer) {
    writer.array(2);
    writer.record(1);
    writer.string("a");
    writer.tagged("t");
    writer.null();
    writer.array(0);
  });
  EXPECT_EQ(body,
            "\x0c\x02\x0d\x01\x81"
            "a\x0f\x81t\x01\x0c\x00"s);
}

TEST(BodyWriter, ValuesSideBySideMakeABodyOfSeveral) {
  const std::string body = written([](BodyWriter& writer) {
    writer.array(1);
    writer.undefined();
    writer.boolean(true);
    writer.symbol(SymbolSort::registered, "key");
  });
  EXPECT_FALSE(findMalformed(body, 0, 3));
}

TEST(BodyWriter, AContainerThatLacksValuesIsABug) {
  EXPECT_THROW(written([](BodyWriter& writer) { writer.array(1); }), CheckFailed);
  EXPECT_THROW(written([](BodyWriter& writer) {
                 writer.record(1);
                 writer.string("name");
               }),
               CheckFailed);
}

TEST(BodyWriter, WhatNestsTooDeepIsRefused) {
  const auto nest = [](size_t depth) {
    BodyWriter writer;
    for (size_t i = 0; i < depth; ++i) writer.array(1);
    writer.null();
    return writer.take();
  };
  EXPECT_FALSE(findMalformed(nest(kBodyDepthMax + kMessageDepth), 0, 1));
  EXPECT_THROW(nest(kBodyDepthMax + kMessageDepth + 1), BodyTooDeep);
}

TEST(BodyWriter, IsEmptyAfterATake) {
  BodyWriter writer;
  writer.null();
  writer.take();
  EXPECT_EQ(writer.take(), "");
}

}  // namespace
}  // namespace keeve
