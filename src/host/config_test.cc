#include "host/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace keeve::host {
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
  EXPECT_EQ(app.bootstrap, "main");
  ASSERT_EQ(app.vats.size(), 2U);
  EXPECT_EQ(app.vats[0].name, "main");
  EXPECT_EQ(std::get<FileSource>(app.vats[0].source).file, "./main.js");
  EXPECT_EQ(app.vats[0].parameters.toJson(), R"({"b":1,"a":[true]})");
  const AppVat& bank = app.vats[1];
  EXPECT_EQ(bank.parameters.toJson(), "{}");
  EXPECT_EQ(bank.powers, (std::set<std::string>{"clock", "random"}));
  EXPECT_EQ(bank.limits.heapMB, 64);
  EXPECT_EQ(bank.limits.crankMs, 1000);
  EXPECT_EQ(bank.limits.storeMB, 0.5);
  EXPECT_EQ(bank.limits.messages, 7U);
  EXPECT_EQ(bank.limits.valueMB, 1);
}

TEST(ConfigTest, LimitsHaveTheirDefaults) {
  const Limits limits = read(R"({"vats":{"v":{"source":"x.js"}}})").vats[0].limits;
  EXPECT_EQ(limits.heapMB, 256);
  EXPECT_EQ(limits.crankMs, 5000);
  EXPECT_EQ(limits.storeMB, 0);
  EXPECT_EQ(limits.messages, 100'000U);
  EXPECT_EQ(limits.valueMB, 16);
}

TEST(ConfigTest, SourcesAreFilesOrObjects) {
  const App app = read(R"({"vats": {"v": {"source": "x.js", "powers": ["vatAdmin"]}}, "sources": {
    "room": "./room.js", "hall": {"source": "./hall.js", "powers": ["clock"], "limits": {"heapMB": 8}}}})");
  EXPECT_EQ(app.vats[0].powers, (std::set<std::string>{"vatAdmin"}));
  ASSERT_EQ(app.sources.size(), 2U);
  EXPECT_EQ(app.sources[0].name, "room");
  EXPECT_EQ(std::get<FileSource>(app.sources[0].source).file, "./room.js");
  EXPECT_EQ(app.sources[1].powers, (std::set<std::string>{"clock"}));
  EXPECT_EQ(app.sources[1].limits.heapMB, 8);
}

TEST(ConfigTest, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(errorOf("{"), testing::StartsWith("keeve.json: it is no JSON: "));
  EXPECT_EQ(errorOf("[]"), "keeve.json: it must be an object");
  EXPECT_EQ(errorOf("{}"), "keeve.json: it has no vats");
  EXPECT_EQ(errorOf(R"({"vats":{}})"), "keeve.json: vats must name at least one vat");
  EXPECT_EQ(errorOf(R"({"vat":{}})"),
            "keeve.json: it has an unknown member \"vat\": known are bootstrap, sources, vats");
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
  EXPECT_EQ(errorOfVat(R"("powers":["fire"])"),
            "keeve.json: vats.main.powers grants an unknown power \"fire\": known are clock, "
            "random, vatAdmin");
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
  const auto errorOfSources = [](const std::string& sources) {
    return errorOf(R"({"vats":{"v":{"source":"x.js"}},"sources":)" + sources + "}");
  };
  EXPECT_EQ(errorOfSources("5"), "keeve.json: sources must be an object");
  EXPECT_EQ(errorOfSources(R"({"a":5})"),
            "keeve.json: sources.a must be a file, or an object with a source");
  EXPECT_EQ(errorOfSources(R"({"a":{}})"), "keeve.json: sources.a has no source: name its module");
  EXPECT_EQ(errorOfSources(R"({"v":"y.js"})"),
            "keeve.json: sources names \"v\", which is the name of a vat or of another source");
  EXPECT_EQ(errorOf(std::string(100'000, '[')),
            "keeve.json: it cannot be taken: values nested deeper than 1000 are not passable");
}

}  // namespace
}  // namespace keeve::host
