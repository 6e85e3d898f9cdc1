#include "cli/call_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace keeve::cli {
namespace {

using testing::ElementsAre;

std::vector<std::string> words(std::string_view line) {
  const auto parsed = parseCallLine(line);
  if (std::holds_alternative<BlankLine>(parsed)) return {};
  if (const auto* bad = std::get_if<BadLine>(&parsed)) return {"bad: " + bad->message};
  const auto& call = std::get<CallLine>(parsed);
  std::vector<std::string> all{call.vat, call.method};
  all.insert(all.end(), call.args.begin(), call.args.end());
  return all;
}

TEST(CallLineTest, WordsAreSeparatedByBlanks) {
  EXPECT_THAT(words("main add 5 kitchen"), ElementsAre("main", "add", "5", "kitchen"));
  EXPECT_THAT(words("  main\tadd  -1 \r"), ElementsAre("main", "add", "-1"));
  EXPECT_THAT(words(""), ElementsAre());
  EXPECT_THAT(words(" \t\r"), ElementsAre());
}

TEST(CallLineTest, JsonReachesOverItsBlanks) {
  EXPECT_THAT(
      words(R"(main put {"a": [1, 2], "b}": "x y"} "two words" [ ] 5)"),
      ElementsAre("main", "put", R"({"a": [1, 2], "b}": "x y"})", R"("two words")", "[ ]", "5"));
  EXPECT_THAT(words(R"(main put "a \" b")"), ElementsAre("main", "put", R"("a \" b")"));
}

TEST(CallLineTest, WhatOnlyLooksLikeJsonIsAWord) {
  EXPECT_THAT(words("main put [1, 2 {x}y z"), ElementsAre("main", "put", "[1,", "2", "{x}y", "z"));
  EXPECT_THAT(words(R"(main put "open end)"), ElementsAre("main", "put", "\"open", "end"));
}

TEST(CallLineTest, SingleQuotesHoldAnything) {
  EXPECT_THAT(words(R"(main put 'two words' '{"a": 1}' '')"),
              ElementsAre("main", "put", "two words", R"({"a": 1})", ""));
}

TEST(CallLineTest, ALineThatIsNoCallSaysWhy) {
  EXPECT_THAT(words("main"), ElementsAre(testing::HasSubstr("bad: a line is VAT METHOD ARG")));
  EXPECT_THAT(words("main put 'x"), ElementsAre(testing::HasSubstr("bad: a ' has no end")));
}

}  // namespace
}  // namespace keeve::cli
