#include "cli/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/value_json.h"

namespace keeve::cli {
namespace {

App read(std::string_view text) {
  App app;
  readConfig(text, "keeve.json", app);
  return app;
}

std::string errorOf(std::string_view text) {
  try {
    read(text);
  } catch (const AppError& error) {
    return error.what();
  }
  return "none";
}

std::string errorOfVat(const std::string& members) {
  return errorOf(R"({"vats":{"main":{"source":"./m.js",)" + members + "}}}");
}

TEST(ConfigTest, AllThatItMaySayIsTaken) {
  const App app = read(R"({"bootstrap": "main", "vats": {
    "main": {"source": "./main.js", "parameters": {"b": 1, "a": [true]}},
    "bank": {"source": "./bank.js", "powers": ["clock", "random"], "isolation": "kernel",
             "limits": {"heapMB": 64, "crankMs": 1000, "storeMB": 0.5, "messages": 7, "valueMB": 1}}}})");
  EXPECT_EQ(app.bootstrapVat, "main");
  ASSERT_EQ(app.vats.size(), 2U);
  EXPECT_EQ(app.vats[0].settings.name, "main");
  EXPECT_EQ(app.vats[0].source, "./main.js");
  EXPECT_EQ(bodyToJson(app.vats[0].parameters, {}), R"({"b":1,"a":[true]})");
  const AppVat& bank = app.vats[1];
  EXPECT_EQ(bodyToJson(bank.parameters, {}), "{}");
  EXPECT_EQ(bank.settings.powers, (std::set<std::string>{"clock", "random"}));
  EXPECT_EQ(bank.settings.limits.heapBytesMax, size_t{64} << 20);
  EXPECT_EQ(bank.settings.limits.crankMsMax, 1000);
  EXPECT_EQ(bank.settings.limits.storeBytesMax, size_t{1} << 19);
  EXPECT_EQ(bank.settings.limits.messagesMax, 7U);
  EXPECT_EQ(bank.settings.limits.valueBytesMax, size_t{1} << 20);
}

TEST(ConfigTest, LimitsHaveTheirDefaults) {
  const VatLimits limits = read(R"({"vats":{"v":{"source":"x.js"}}})").vats[0].settings.limits;
  EXPECT_EQ(limits.heapBytesMax, size_t{256} << 20);
  EXPECT_EQ(limits.crankMsMax, 5000);
  EXPECT_EQ(limits.storeBytesMax, 0U);
  EXPECT_EQ(limits.messagesMax, 100'000U);
  EXPECT_EQ(limits.valueBytesMax, size_t{16} << 20);
}

TEST(ConfigTest, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(errorOf("{"), testing::StartsWith("keeve.json: it is no JSON: "));
  EXPECT_EQ(errorOf("[]"), "keeve.json: it must be an object");
  EXPECT_EQ(errorOf("{}"), "keeve.json: it has no vats");
  EXPECT_EQ(errorOf(R"({"vats":{}})"), "keeve.json: vats must name at least one vat");
  EXPECT_EQ(errorOf(R"({"vat":{}})"),
            "keeve.json: it has an unknown member \"vat\": known are bootstrap, vats");
  EXPECT_EQ(errorOf(R"({"bootstrap":"x","vats":{"v":{"source":"x.js"}}})"),
            "keeve.json: bootstrap names \"x\", which is none of the vats");
  EXPECT_EQ(errorOf(R"({"bootstrap":5,"vats":{"v":{"source":"x.js"}}})"),
            "keeve.json: bootstrap must be a string that is not empty");
  EXPECT_EQ(errorOf(R"({"vats":{"v":5}})"), "keeve.json: vats.v must be an object");
  EXPECT_EQ(errorOf(R"({"vats":{"v":{}}})"), "keeve.json: vats.v has no source: name its module");
  EXPECT_THAT(errorOf(R"({"vats":{"a:b":{"source":"x.js"}}})"),
              testing::HasSubstr("vats names a vat \"a:b\""));
  EXPECT_EQ(errorOfVat(R"("power":[])"),
            "keeve.json: vats.main has an unknown member \"power\": known are isolation, limits, "
            "parameters, powers, source");
  EXPECT_EQ(errorOfVat(R"("powers":"clock")"),
            "keeve.json: vats.main.powers must be an array of names of powers");
  EXPECT_EQ(
      errorOfVat(R"("powers":["fire"])"),
      "keeve.json: vats.main.powers grants an unknown power \"fire\": known are clock, random");
  EXPECT_EQ(errorOfVat(R"("limits":{"heap":1})"),
            "keeve.json: vats.main.limits has an unknown member \"heap\": known are crankMs, "
            "heapMB, messages, storeMB, valueMB");
  EXPECT_EQ(errorOfVat(R"("limits":{"heapMB":"1"})"),
            "keeve.json: vats.main.limits.heapMB must be a number");
  EXPECT_EQ(errorOfVat(R"("limits":{"heapMB":0})"),
            "keeve.json: vats.main.limits.heapMB must be more than 0 and at most 1048576");
  EXPECT_EQ(errorOfVat(R"("limits":{"crankMs":-5})"),
            "keeve.json: vats.main.limits.crankMs must be more than 0 and at most 2147483647");
  EXPECT_EQ(errorOfVat(R"("limits":{"messages":1.5})"),
            "keeve.json: vats.main.limits.messages must be a whole number");
  EXPECT_EQ(errorOfVat(R"("isolation":"jail")"),
            "keeve.json: vats.main.isolation must be \"kernel\" or \"process\"");
  EXPECT_THAT(errorOfVat(R"("isolation":"process")"), testing::HasSubstr("does not have yet"));
  EXPECT_EQ(errorOfVat(R"("parameters":"\ud800")"),
            "keeve.json: it cannot be taken: unpaired surrogates are not passable");
  EXPECT_EQ(errorOf(std::string(100'000, '[')),
            "keeve.json: it cannot be taken: values nested deeper than 1000 are not passable");
}

}  // namespace
}  // namespace keeve::cli
