// JSON in and out: what a text means as a value, and how a value is written (SPEC §12).
#include <gtest/gtest.h>

#include <limits>

#include "host/json_body.h"
#include "host/value_json.h"
#include "keeve/value.h"
#include "protocol/body_grammar.h"
#include "protocol/body_reader.h"
#include "protocol/body_writer.h"

namespace keeve::host {
namespace {

// A JSON text read and written again; "no JSON", or why it is impassable.
std::string again(std::string_view text) {
  const JsonBody body = jsonToBody(text);
  if (const auto* impassable = std::get_if<ImpassableJson>(&body)) return impassable->message;
  if (std::holds_alternative<NoJson>(body)) return "no JSON";
  const auto& bytes = std::get<std::string>(body);
  EXPECT_EQ(findMalformed(bytes, 0, 1), std::nullopt) << text;
  return bodyToJson(bytes, {}).value_or("undefined");
}

TEST(JsonBodyTest, EveryValueComesBackAsItWasWritten) {
  for (const char* text : {"null",
                           "true",
                           "false",
                           "0",
                           "-0",
                           "1",
                           "63",
                           "64",
                           "-1",
                           "2147483647",
                           "-2147483648",
                           "0.1",
                           "1e+21",
                           "1e-7",
                           "0.000001",
                           "123456789012345680000",
                           "5e-324",
                           "1.7976931348623157e+308",
                           "\"\"",
                           "\"abc\"",
                           "[]",
                           "{}",
                           "[1,[2,[3]]]",
                           R"({"b":1,"a":{"":null}})",
                           R"({"__proto__":1,"constructor":2,"1":3})",
                           "\"\xc3\xa4\xe6\xbc\xa2\xf0\x9f\x98\x80\"",
                           R"("\b\t\n\f\r\"\\/\u0000\u001f")"}) {
    EXPECT_EQ(again(text), text);
  }
}

TEST(JsonBodyTest, NumbersAreDoublesAsJavaScriptReadsThem) {
  EXPECT_EQ(again("9007199254740993"), "9007199254740992");
  EXPECT_EQ(again("12345678901234567890"), "12345678901234567000");
  EXPECT_EQ(again("1E2"), "100");
  EXPECT_EQ(again("1.50"), "1.5");
  EXPECT_EQ(again("1e999"), "\"Infinity\"");
  EXPECT_EQ(again("1e-999"), "0");
}

TEST(JsonBodyTest, OfTwoPropertiesOfOneNameTheLastCountsInTheFirstPlace) {
  EXPECT_EQ(again(R"({"a":1,"b":2,"a":3})"), R"({"a":3,"b":2})");
}

TEST(JsonBodyTest, EscapesAndBlanksAreTaken) {
  EXPECT_EQ(again(" [ 1 ,\t{ \"a\" :\n2 } ]\r"), R"([1,{"a":2}])");
  EXPECT_EQ(again(R"("\u00e4\ud83d\ude00\/")"), "\"\xc3\xa4\xf0\x9f\x98\x80/\"");
}

TEST(JsonBodyTest, WhatIsNoJsonIsNone) {
  for (const char* text :
       {"",          " ",           "abc",      "'a'",   "[1",        "[1,]", "{a:1}",
        "{\"a\"}",   "{\"a\":1,}",  "01",       "1.",    ".5",        "+1",   "-",
        "1e",        "0x10",        "tru",      "nulls", "1 2",       "\"a",  "\"\\x41\"",
        "\"\\u12\"", "\"\\u+123\"", "\"a\nb\"", "NaN",   "undefined", "[1]]", "\"\\"}) {
    EXPECT_EQ(again(text), "no JSON") << text;
  }
}

TEST(JsonBodyTest, WhatCannotBePassedIsRefused) {
  EXPECT_EQ(again(R"("\ud800")"), "unpaired surrogates are not passable");
  EXPECT_EQ(again(R"({"\udc00a":1})"), "unpaired surrogates are not passable");
  EXPECT_EQ(again(std::string(2000, '[')), "values nested deeper than 1000 are not passable");
}

TEST(JsonBodyTest, AnArgumentThatIsNoJsonIsAString) {
  const auto argument = [](std::string_view text) {
    return bodyToJson(argumentToBody(text), {}).value_or("undefined");
  };
  EXPECT_EQ(argument("5"), "5");
  EXPECT_EQ(argument("kitchen"), "\"kitchen\"");
  EXPECT_EQ(argument("true"), "true");
  EXPECT_EQ(argument("truex"), "\"truex\"");
  EXPECT_EQ(argument("undefined"), "\"undefined\"");
  EXPECT_EQ(argument(""), "\"\"");
  EXPECT_EQ(argument("two words"), "\"two words\"");
  EXPECT_EQ(argument("bad \xff"), "\"bad \xef\xbf\xbd\"");
  EXPECT_THROW(argumentToBody(R"("\ud800")"), ValueError);
}

TEST(ValueJsonTest, WhatJsonLacksIsAStringOfItsConsoleForm) {
  BodyWriter writer;
  writer.array(10);
  writer.undefined();
  writer.number(std::numeric_limits<double>::quiet_NaN());
  writer.bigint(BodyWriter::Sign::minus, "\x0c");
  writer.symbol(SymbolSort::registered, "key");
  writer.symbol(SymbolSort::wellKnown, "iterator");
  writer.error(0, "TypeError", "no");
  writer.error(kErrorCause, "Error", "outer");
  writer.error(0, "RangeError", "inner");
  writer.tagged("copySet");
  writer.number(1);
  writer.remotable(0, "Alleged: purse");
  writer.promise(1);
  EXPECT_EQ(
      bodyToJson(writer.take(), {"", ""}),
      R"-(["undefined","NaN","-12n","Symbol(key)","Symbol(Symbol.iterator)","TypeError: no",)-"
      R"-("Error: outer { [cause]: RangeError: inner }","Object [copySet] { payload: 1 }",)-"
      R"-("[Alleged: purse]","Promise {}"])-");
}

// Each level but the outermost is plain: with a string of a string the text doubled from one level to the next.
TEST(ValueJsonTest, ConsoleFormsStandPlainWithinEachOther) {
  BodyWriter writer;
  writer.tagged("outer");
  writer.array(4);
  writer.tagged("inner");
  writer.undefined();
  writer.error(kErrorCause, "Error", "no");
  writer.tagged("why");
  writer.string("\"");
  writer.remotable(0, "Alleged: purse");
  writer.string("text");
  EXPECT_EQ(bodyToJson(writer.take(), {""}),
            R"-("Object [outer] { payload: [Object [inner] { payload: undefined },)-"
            R"-(Error: no { [cause]: Object [why] { payload: \"\\\"\" } },)-"
            R"-([Alleged: purse],\"text\"] }")-");
  BodyWriter deep;
  constexpr size_t kLevels = 900;
  for (size_t i = 0; i < kLevels; ++i) deep.tagged("t");
  deep.number(1);
  EXPECT_LT(bodyToJson(deep.take(), {}).value().size(), kLevels * 30);
}

TEST(ValueJsonTest, UndefinedPrintsNothing) {
  EXPECT_EQ(bodyToJson(std::string(1, '\0'), {}), std::nullopt);
}

TEST(ValueJsonTest, AReferenceIsShownAsItsSlotSays) {
  BodyWriter writer;
  writer.remotable(0, "");
  EXPECT_EQ(bodyToJson(writer.take(), {"main:o3"}), "main:o3");
}

TEST(ValueJsonTest, AnErrorLineHasNameAndMessage) {
  BodyWriter writer;
  writer.error(0, "RangeError", "two\nlines");
  EXPECT_EQ(bodyToErrorLine(writer.take(), {}), "RangeError: two\\nlines");
  writer.error(0, "", "bare");
  EXPECT_EQ(bodyToErrorLine(writer.take(), {}), "bare");
  writer.record(1);
  writer.string("code");
  writer.number(7);
  EXPECT_EQ(bodyToErrorLine(writer.take(), {}), R"({"code":7})");
}

TEST(ValueJsonTest, DamageIsShownAndSurvived) {
  for (const char* bytes :
       {"", "\x0c\x05\x40", "\x0d\x02\x81\x61", "\xff", "\x0e\x01\x80", "\x10\x05\x80"}) {
    EXPECT_NE(bodyToJson(bytes, {}).value_or(""), "") << bytes;
  }
}

}  // namespace
}  // namespace keeve::host
