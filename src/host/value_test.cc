#include "keeve/value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "host/wire.h"
#include "protocol/body_reader.h"

namespace keeve::host {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::string errorOf(const auto& act) {
  try {
    act();
  } catch (const ValueError& error) {
    return error.what();
  }
  return "none";
}

Ref object(uint64_t number, const std::string& tag = "") {
  return Wire::ref(1, {kernel::KrefKind::object, number}, tag);
}

TEST(ValueTest, EachTypeIsMadeFromWhatCppHas) {
  EXPECT_EQ(Value().type(), ValueType::undefined);
  EXPECT_EQ(Value(nullptr).type(), ValueType::null);
  EXPECT_TRUE(Value(true).asBoolean());
  EXPECT_EQ(Value(7).asNumber(), 7);
  EXPECT_EQ(Value(size_t{1} << 53).asNumber(), 9007199254740992.0);
  EXPECT_EQ(Value(0.1F).type(), ValueType::number);
  EXPECT_TRUE(std::signbit(Value(-0.0).asNumber()));
  EXPECT_TRUE(std::isnan(Value(std::numeric_limits<double>::quiet_NaN()).asNumber()));
  EXPECT_EQ(Value("漢").asString(), "漢");
  EXPECT_EQ(Value(std::string("a\0b", 3)).asString(), std::string("a\0b", 3));
  EXPECT_EQ(Value("bad \xff").asString(), "bad \xef\xbf\xbd");
  EXPECT_EQ(Value::bigint(std::numeric_limits<int64_t>::min()).asBigint(), "-9223372036854775808");
  EXPECT_EQ(Value::bigint("-123456789012345678901234567890").asBigint(),
            "-123456789012345678901234567890");
  EXPECT_EQ(Value::bigint("-000").asBigint(), "0");
  EXPECT_EQ(Value::registeredSymbol("key").asSymbolName(), "key");
  EXPECT_EQ(Value::wellKnownSymbol("iterator").asSymbolName(), "iterator");
  EXPECT_EQ(Value::error("RangeError", "no").errorName(), "RangeError");
  EXPECT_EQ(Value::error("RangeError", "no").errorMessage(), "no");
  EXPECT_EQ(Value::tagged("copySet", 5).tag(), "copySet");
  EXPECT_EQ(Value::tagged("copySet", 5).payload(), Value(5));
  EXPECT_EQ(Value(object(3)).type(), ValueType::reference);
}

TEST(ValueTest, ContainersGiveBackWhatWentIn) {
  const Value list = Value::array({1, "two", Value::array({}), nullptr});
  EXPECT_EQ(list.size(), 4U);
  EXPECT_THAT(list.items(), ElementsAre(Value(1), Value("two"), Value::array({}), Value(nullptr)));
  const Value record = Value::record({{"b", 1}, {"a", list}, {"", Value()}});
  EXPECT_EQ(record.size(), 3U);
  EXPECT_THAT(record.properties(),
              ElementsAre(Pair("b", Value(1)), Pair("a", list), Pair("", Value())));
  EXPECT_EQ(record.find("a"), list);
  EXPECT_EQ(record.find("A"), std::nullopt);
  EXPECT_EQ(Value::record({}).find("a"), std::nullopt);
}

TEST(ValueTest, ReferencesFollowTheirValues) {
  const Value inner = Value::array({object(7, "purse"), 1, object(8), object(7)});
  EXPECT_EQ(Wire::refs(inner).size(), 2U);
  const Value whole = Value::record({{"first", object(8)}, {"rest", inner}});
  EXPECT_THAT(Wire::refs(whole), ElementsAre(object(8), object(7)));
  EXPECT_EQ(*whole.find("rest"), inner);
  EXPECT_EQ(whole.find("rest")->items()[3].asRef(), object(7));
  EXPECT_EQ(whole.find("rest")->items()[0].asRef().tag(), "purse");
  EXPECT_EQ(findMalformed(Wire::body(whole), 2, 1), std::nullopt);
  EXPECT_EQ(whole.toJson(), R"({"first":"[Alleged: remotable]","rest":["[Alleged: purse]",1,)"
                            R"("[Alleged: remotable]","[Alleged: purse]"]})");
}

TEST(ValueTest, AReferencesTagIsWhatItsInterfaceSaysWhereItsKindSaysNothing) {
  const Value said = Wire::value(std::string("\x10\0\x8d", 3) + "Alleged: room", {object(5)});
  EXPECT_EQ(said.asRef().tag(), "room");
  EXPECT_EQ(said.asRef(), object(5));
}

TEST(ValueTest, WhatIsAskedOfAnotherTypeSaysWhatItIs) {
  EXPECT_EQ(errorOf([] { Value("x").asNumber(); }), "the value is a string, not a number");
  EXPECT_EQ(errorOf([] { Value().items(); }), "the value is undefined, not an array");
  EXPECT_EQ(errorOf([] { Value(1).asRef(); }), "the value is a number, not a reference");
  EXPECT_EQ(errorOf([] { Value::array({}).find("x"); }), "the value is an array, not a record");
  EXPECT_EQ(errorOf([] { Value(true).size(); }),
            "the value is a boolean, not an array or a record");
}

TEST(ValueTest, WhatCannotBePassedIsRefused) {
  EXPECT_EQ(errorOf([] { Value((uint64_t{1} << 53) + 2); }),
            "an integer past 2^53 is no number of a vat: make it a bigint");
  EXPECT_EQ(errorOf([] {
              Value::record({{"a", 1}, {"a", 2}});
            }),
            "a record cannot have the name \"a\" twice");
  EXPECT_EQ(errorOf([] { Value::wellKnownSymbol("nope"); }), "there is no well-known symbol nope");
  for (const char* digits : {"", "-", "1x", "0x10", "+1", " 1"}) {
    EXPECT_THAT(errorOf([&] { Value::bigint(digits); }), testing::HasSubstr("decimal digits"));
  }
  EXPECT_NE(errorOf([] { Value::bigint(std::string(2401, '1')); }), "none");
  EXPECT_EQ(errorOf([] {
              Value nested;
              for (int i = 0; i < 1100; ++i) nested = Value::array({nested});
            }),
            "this is not passable: a value that nests too deep");
}

TEST(ValueTest, DamageIsAnErrorAndNoCrash) {
  for (const std::string& body :
       {std::string(), std::string("\x0c\x05\x40"), std::string("\x0d\x01\x40\x40"),
        std::string("\xff"), std::string("\x10\x05\x80"), std::string("\x0c\xff\xff\xff\x7f")}) {
    const Value damaged = Wire::value(body);
    EXPECT_NE(errorOf([&] {
                if (damaged.type() == ValueType::array) damaged.items();
                if (damaged.type() == ValueType::record) damaged.properties();
                damaged.asRef();
              }),
              "none");
    EXPECT_NE(damaged.toJson(), std::nullopt);
  }
}

TEST(ValueTest, JsonIsReadAndWritten) {
  EXPECT_EQ(Value::fromJson(R"({"b":[1,null,true],"a":"x"})"),
            Value::record({{"b", Value::array({1, nullptr, true})}, {"a", "x"}}));
  EXPECT_EQ(errorOf([] { Value::fromJson("[1,]"); }), "this is no JSON");
  EXPECT_EQ(errorOf([] { Value::fromJson(R"("\ud800")"); }),
            "unpaired surrogates are not passable");
  EXPECT_EQ(Value::fromArgument("[1,]"), Value("[1,]"));
  EXPECT_EQ(Value::fromArgument("word"), Value("word"));
  EXPECT_EQ(Value::fromArgument("-5"), Value(-5));
  EXPECT_EQ(Value().toJson(), std::nullopt);
  EXPECT_EQ(Value::array({Value(), Value::bigint(-12)}).toJson(), R"(["undefined","-12n"])");
  EXPECT_EQ(Value::error("TypeError", "no\nway").describe(), "TypeError: no\\nway");
  EXPECT_EQ(Value("x").describe(), "\"x\"");
  EXPECT_EQ(Value().describe(), "undefined");
}

TEST(WireTest, WhatGoesToTheKernelIsItsOwn) {
  const Value value = Value::array({object(7)});
  EXPECT_EQ(Wire::toKernel(1, value).slots,
            (std::vector<kernel::Kref>{{kernel::KrefKind::object, 7}}));
  EXPECT_EQ(errorOf([&] { Wire::toKernel(2, value); }),
            "a reference to an object of another kernel cannot be passed to this one");
  EXPECT_EQ(errorOf([&] { Wire::message(2, "m", {value}); }),
            "a reference to an object of another kernel cannot be passed to this one");
}

TEST(WireTest, AMessageNamesEachThingOnce) {
  const auto message =
      Wire::message(1, "pay", {object(7), 5, Value::array({object(8), object(7)})});
  EXPECT_EQ(message.slots.size(), 2U);
  EXPECT_EQ(findMalformed(message.body, 2, 1), std::nullopt);
  const Value read = Wire::fromKernel(1, message.body, message.slots, {"", ""});
  EXPECT_EQ(read.items()[1].asString(), "pay");
  EXPECT_EQ(read.items()[2].items()[2].items()[1].asRef(), object(7));
}

}  // namespace
}  // namespace keeve::host
