// Errors in logs, and the `stack` that vat code sees.
#include "engine/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>

#include "engine/realm.h"
#include "engine/testing/engine_fixture.h"

namespace keeve::engine {
namespace {

using testing::evaluate;
using testing::expectValue;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing::testEngine;
using testing::Thrown;

std::string described(std::string_view script) {
  Realm realm(testEngine(), {.heapBytesMax = size_t{64} << 20, .runMsMax = 2000});
  const testing::Outcome outcome = evaluate(realm, script);
  const auto* thrown = std::get_if<Thrown>(&outcome);
  return thrown == nullptr ? "nothing was thrown" : thrown->error;
}

TEST(DescribeTest, TellsNameMessageAndFrames) {
  EXPECT_EQ(described("function f() {\n  null.x;\n}\nf()"),
            "TypeError: Cannot read properties of null (reading 'x')\n    at f (test:script:2:8)\n "
            "   at test:script:4:1");
  EXPECT_EQ(testing::firstLine(described("throw new RangeError('no')")), "RangeError: no");
  EXPECT_EQ(testing::firstLine(described("throw new Error()")), "Error");
}

TEST(DescribeTest, TellsTheNameThatTheErrorHasNow) {
  EXPECT_EQ(
      testing::firstLine(described("const e = new Error('m'); e.stack; e.name = 'Mine'; throw e")),
      "Mine: m");
  EXPECT_EQ(testing::firstLine(described("class Mine extends TypeError {} throw new Mine('m')")),
            "TypeError: m");
  EXPECT_EQ(testing::firstLine(described(
                "class Mine extends Error { get name() { return 'got'; } } throw new Mine('m')")),
            "Error: m");
}

TEST(DescribeTest, TellsCauses) {
  EXPECT_THAT(described("throw new Error('outer', { cause: new TypeError('inner') })"),
              HasSubstr("\n  cause: TypeError: inner"));
  EXPECT_THAT(described("throw new Error('outer', { cause: 5 })"), HasSubstr("\n  cause: 5"));
  EXPECT_THAT(described("const e = new Error('round'); e.cause = e; throw e"),
              HasSubstr("cause: Error: round"));
}

TEST(DescribeTest, TellsWhatIsNoError) {
  EXPECT_EQ(described("throw 'text'"), "text");
  EXPECT_EQ(described("throw undefined"), "undefined");
  EXPECT_EQ(described("throw null"), "null");
  EXPECT_EQ(described("throw 1n"), "1");
  EXPECT_EQ(described("throw Symbol('s')"), "Symbol(s)");
  EXPECT_THAT(described("throw {}"), StartsWith("[object Object]"));
  EXPECT_EQ(described("throw 'x'.repeat(1e8)"), "(a string of 100000000 characters)");
}

TEST(DescribeTest, LeavesOutTheFramesOfTheSnapshotsOwnScripts) {
  const std::string text = described("callBack(function mine() { throw new Error('x'); })");
  EXPECT_THAT(text, HasSubstr("mine (test:script:1:34)"));
  EXPECT_THAT(text, Not(HasSubstr("keeve:")));
  Realm realm(testEngine(), {});
  EXPECT_THAT(expectValue(realm, "callBack(() => new Error('x').stack)"), Not(HasSubstr("keeve:")));
}

TEST(DescribeTest, RunsNoCodeOfTheVats) {
  EXPECT_THAT(described("const e = new Error('m'); Object.defineProperty(e, 'message', { get() { "
                        "for (;;); } }); throw e"),
              StartsWith("Error"));
  EXPECT_THAT(described("const e = new Error('m'); Object.defineProperty(e, 'stack', { get() { for "
                        "(;;); } }); throw e"),
              StartsWith("Error: m"));
  EXPECT_THAT(
      described(
          "const e = new Error('m'); Object.setPrototypeOf(e, new Proxy({}, { get() { for (;;); },"
          " getOwnPropertyDescriptor() { for (;;); }, getPrototypeOf() { for (;;); }, has() { for "
          "(;;); } })); throw e"),
      StartsWith("Error: m"));
  EXPECT_THAT(described("throw new Proxy(new Error('m'), { get() { for (;;); }, "
                        "getOwnPropertyDescriptor() { for (;;); },"
                        " getPrototypeOf() { for (;;); } })"),
              Not(HasSubstr("nothing was thrown")));
  EXPECT_THAT(described("throw { toString() { for (;;); }, get message() { for (;;); }, get "
                        "[Symbol.toStringTag]() { for (;;); } }"),
              StartsWith("[object Object]"));
  EXPECT_THAT(described("const e = new Error('m'); e.name = { toString() { for (;;); } }; "
                        "e.message = { toString() { for (;;); } }; throw e"),
              StartsWith("[object Object]: [object Object]"));
  EXPECT_THAT(
      described(
          "'use strict'; Error.prepareStackTrace = () => { for (;;); }; throw new Error('m')"),
      StartsWith("TypeError: Cannot add property"));
}

TEST(DescribeTest, StandsWhatIsOddlyMade) {
  EXPECT_THAT(described("const e = new Error('m'); e.stack = 7; throw e"), StartsWith("Error: m"));
  EXPECT_THAT(
      described(
          "const e = new Error('m'); delete e.stack; Object.setPrototypeOf(e, null); throw e"),
      StartsWith("Error: m"));
  EXPECT_THAT(described("throw Object.freeze(new Error('m'))"),
              StartsWith("Error: m\n    at test:script:1:21"));
  EXPECT_THAT(
      described(
          "const o = {}; Error.captureStackTrace(o); throw new Error(o.stack.split('\\n').length)"),
      StartsWith("Error: 2"));
  EXPECT_THAT(described("let p = null; for (let i = 0; i < 1000; i += 1) p = Object.create(p); "
                        "const e = new Error('m');"
                        "Object.setPrototypeOf(e, p); throw e"),
              StartsWith("Error: m"));
}

}  // namespace
}  // namespace keeve::engine
