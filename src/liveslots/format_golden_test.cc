// console.log of a vat against format.golden, which holds what Node prints.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "liveslots/testing/vat_fixture.h"

namespace keeve::liveslots {
namespace {

using ::testing::ElementsAre;

struct Golden {
  std::string expressions;  // of one console.log()
  std::string text;
};

// "$ EXPRESSIONS", then each line of the text after "> ".
std::vector<Golden> goldens() {
  std::ifstream in(std::filesystem::path(__FILE__).replace_filename("format.golden"));
  std::vector<Golden> found;
  bool isFirst = true;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("$ ")) {
      found.push_back({line.substr(2), ""});
      isFirst = true;
    } else if (line.starts_with('>') && !found.empty()) {
      if (!isFirst) found.back().text += '\n';
      found.back().text += line.size() > 2 ? line.substr(2) : "";
      isFirst = false;
    }
  }
  return found;
}

// What the vat prints whose program is `module`.
std::vector<std::string> printedBy(const std::string& module) {
  return testing::TestVat(module).start();
}

std::string quoted(const std::string& text) {
  std::string literal = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') literal += '\\';
    literal += byte;
  }
  return literal + '"';
}

TEST(FormatGoldenTest, AVatPrintsWhatNodePrints) {
  const std::vector<Golden> cases = goldens();
  ASSERT_GE(cases.size(), 400U);
  std::string module = "const cases = [";
  for (const Golden& golden : cases) module += quoted(golden.expressions) + ",\n";
  module +=
      "];\n"
      "for (const text of cases) {\n"
      "  try { console.log(...(0, eval)(`[${text}]`)); }\n"
      "  catch (error) { console.log(`threw ${error}`); }\n"
      "}\n";
  const std::vector<std::string> printed = printedBy(module);
  ASSERT_EQ(printed.size(), cases.size());
  for (size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(printed[i], cases[i].text) << "console.log(" << cases[i].expressions << ")";
  }
}

TEST(FormatGoldenTest, VirtualObjectsShowTheirTagAndMethods) {
  EXPECT_THAT(printedBy("const make = makeKind(function purse(state) {"
                        "  return { init() { state.coins = 3; }, self: { count() {} } };"
                        "});"
                        "console.log(make());"
                        "console.log([make()], Far('far', { f() {} }));"),
              ElementsAre("Object [Alleged: purse] { count: [Function: count] }",
                          "[ Object [Alleged: purse] { count: [Function: count] } ] "
                          "Object [Alleged: far] { f: [Function: f] }"));
}

TEST(FormatGoldenTest, StateShowsAsData) {
  EXPECT_THAT(
      printedBy("makeKind(state => ({ init() { state.coins = [3]; state['a b'] = 'x'; },"
                "                     self: { show() { console.log(state); } } }))().show();"),
      ElementsAre("{ coins: [ 3 ], 'a b': 'x' }"));
}

}  // namespace
}  // namespace keeve::liveslots
