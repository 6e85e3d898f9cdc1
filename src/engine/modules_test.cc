#include "engine/modules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>
#include <variant>

#include "engine/realm.h"
#include "engine/testing/engine_fixture.h"

namespace keeve::engine {
namespace {

using ::testing::ElementsAre;
using testing::evaluateModules;
using testing::firstLine;
using ::testing::HasSubstr;
using testing::MemoryHost;
using testing::Outcome;
using ::testing::StartsWith;
using testing::testEngine;
using testing::Thrown;
using testing::Value;

using Files = std::map<std::string, std::string>;

std::string resultOf(const Files& files) {
  Realm realm(testEngine(), {});
  MemoryHost host(files);
  const Outcome outcome = evaluateModules(realm, host);
  if (const auto* value = std::get_if<Value>(&outcome)) return value->text;
  if (const auto* thrown = std::get_if<Thrown>(&outcome)) return firstLine(thrown->error);
  return std::get<LimitExceeded>(outcome).limit;
}

TEST(ModulesTest, StaticImportsAreLoadedOnceAndInOrder) {
  Realm realm(testEngine(), {});
  MemoryHost host(
      {{"main.js",
        "import './a.js'; import { x } from './b.js'; export const result = [x, order];"},
       {"a.js", "import './b.js'; globalThis.order = ['b', 'a'];"},
       {"b.js", "export let x = 1;"}});
  EXPECT_EQ(std::get<Value>(evaluateModules(realm, host)).text, R"([1,["b","a"]])");
  EXPECT_THAT(host.loads(),
              ElementsAre(" ", "test:main.js ./a.js", "test:main.js ./b.js", "test:a.js ./b.js"));
}

TEST(ModulesTest, CyclesAreFine) {
  EXPECT_EQ(resultOf({{"main.js",
                       "import { b } from './b.js'; export function a() { return 1; } export const "
                       "result = b();"},
                      {"b.js",
                       "import { a } from './main.js'; export function b() { return a() + 1; }"}}),
            "2");
  EXPECT_EQ(resultOf({{"main.js",
                       "import { x } from './b.js'; export const y = 1; export const result = x;"},
                      {"b.js", "import { y } from './main.js'; export const x = y;"}}),
            "ReferenceError: Cannot access 'y' before initialization");
}

TEST(ModulesTest, TwoSpecifiersOfOneUrlAreOneModule) {
  EXPECT_EQ(resultOf({{"main.js",
                       "import * as a from './a.js'; import * as b from 'a.js'; export const "
                       "result = a === b;"},
                      {"a.js", "export const x = 1;"}}),
            "true");
}

TEST(ModulesTest, BuiltInModulesComeFromTheSnapshot) {
  EXPECT_EQ(
      resultOf(
          {{"main.js",
            "import { one, two } from '@test/numbers'; import d, * as all from '@test/default';"
            "export const result = [one, two, d, all.named, Object.keys(all)];"}}),
      R"([1,2,"the default","the named",["default","named"]])");
  EXPECT_EQ(resultOf({{"main.js", "import { three } from '@test/numbers';"}}),
            "SyntaxError: The requested module '@test/numbers' does not provide an export named "
            "'three' (test:main.js:1:10)");
  EXPECT_EQ(resultOf({{"main.js", "export const result = (await import('@test/numbers')).two;"}}),
            "2");
}

TEST(ModulesTest, ImportMetaHasTheUrlAndNothingElse) {
  EXPECT_EQ(
      resultOf({{"main.js", "export const result = [import.meta.url, Object.keys(import.meta)];"}}),
      R"(["test:main.js",["url"]])");
}

TEST(ModulesTest, TopLevelAwaitWaits) {
  EXPECT_EQ(
      resultOf({{"main.js",
                 "import { x } from './a.js'; export const result = x + await Promise.resolve(1);"},
                {"a.js", "export const x = await new Promise(resolve => resolve(2));"}}),
      "3");
  EXPECT_EQ(resultOf({{"main.js", "await new Promise(() => {}); export const result = 1;"}}),
            "pending");
  EXPECT_EQ(resultOf({{"main.js", "await Promise.reject(new TypeError('no'));"}}), "TypeError: no");
}

TEST(ModulesTest, DynamicImportGivesTheNamespace) {
  EXPECT_EQ(resultOf({{"main.js",
                       "const a = await import('./a.js'); export const result = [a.x, a === await "
                       "import('a.js')];"},
                      {"a.js", "export const x = await 5;"}}),
            "[5,true]");
}

TEST(ModulesTest, DynamicImportOfAModuleThatIsBeingEvaluatedWorks) {
  EXPECT_EQ(resultOf({{"main.js",
                       "export const result = 1; import('./main.js').then(self => { "
                       "globalThis.seen = self.result; });"}}),
            "1");
  EXPECT_EQ(
      resultOf({{"main.js", "import './a.js'; export const result = globalThis.pending;"},
                {"a.js", "globalThis.pending = import('./main.js').then(m => typeof m.result);"}}),
      "\"object\"");
}

TEST(ModulesTest, DynamicImportRejectsAndSaysWhere) {
  const auto reason = [](const std::string& specifier, const Files& more) {
    Files files = more;
    files["main.js"] =
        "export const result = await import('" + specifier + "').catch(error => String(error));";
    return resultOf(files);
  };
  EXPECT_EQ(reason("./gone.js", {}),
            "\"Error: cannot find module \\\"./gone.js\\\" (test:main.js:1:23)\"");
  EXPECT_EQ(reason("./bad.js", {{"bad.js", "\nlet x = ;"}}),
            "\"SyntaxError: Unexpected token ';' (test:bad.js:2:9)\"");
  EXPECT_EQ(reason("./bad.js", {{"bad.js", "throw new Error('at start');"}}),
            "\"Error: at start\"");
  EXPECT_EQ(reason("./bad.js", {{"bad.js", "throw undefined;"}}), "\"undefined\"");
}

TEST(ModulesTest, AModuleThatFailedFailsTheSameWayAgain) {
  EXPECT_EQ(resultOf({{"main.js",
                       "const one = await import('./a.js').catch(e => e); const two = await "
                       "import('./a.js').catch(e => e);"
                       "export const result = [one === two, one.message];"},
                      {"a.js", "throw new Error('once');"}}),
            R"([true,"once"])");
}

TEST(ModulesTest, DynamicImportFromEvalStartsAtTheFirstModule) {
  EXPECT_EQ(resultOf({{"main.js",
                       "export const result = [(await eval(\"import('./a.js')\")).x,"
                       " (await (0, eval)(\"import('./a.js')\")).x, (await Function(\"return "
                       "import('./a.js')\")()).x];"},
                      {"a.js", "export const x = 1;"}}),
            "[1,1,1]");
}

TEST(ModulesTest, ErrorsNameFileLineAndColumn) {
  EXPECT_EQ(resultOf({{"main.js", "import './a.js';"}, {"a.js", "\n  import 'gone';"}}),
            "Error: cannot find module \"gone\" (test:a.js:2:10)");
  EXPECT_EQ(resultOf({{"main.js", "import './a.js';"}, {"a.js", "\nconst x = {;"}}),
            "SyntaxError: Unexpected token ';' (test:a.js:2:12)");
  EXPECT_EQ(resultOf({{"main.js", "let a; let a;"}}),
            "SyntaxError: Identifier 'a' has already been declared (test:main.js:1:12)");
  EXPECT_EQ(
      resultOf({{"main.js", "import { gone } from './a.js';"}, {"a.js", "export const x = 1;"}}),
      "SyntaxError: The requested module './a.js' does not provide an export named 'gone' "
      "(test:main.js:1:10)");
  EXPECT_EQ(resultOf({{"main.js", "return 1;"}}),
            "SyntaxError: Illegal return statement (test:main.js:1:1)");
  EXPECT_THAT(
      resultOf({{"main.js", "import x from './a.js' assert { type: 'json' };"}, {"a.js", "1"}}),
      StartsWith("SyntaxError: "));
}

TEST(ModulesTest, ThereIsNoMainModuleWhereTheHostHasNone) {
  EXPECT_EQ(resultOf({}), "Error: cannot find module \"\"");
}

TEST(ModulesTest, ModulesAreStrictAndTheirTopLevelThisIsUndefined) {
  EXPECT_EQ(resultOf({{"main.js",
                       "export const result = [this === undefined, (function () { return this === "
                       "undefined; })()];"}}),
            "[true,true]");
}

TEST(ModulesTest, AModuleThatNeverEndsIsStopped) {
  Realm realm(testEngine(), {.heapBytesMax = size_t{64} << 20, .runMsMax = 100});
  MemoryHost host({{"main.js", "await null; import('./a.js');"}, {"a.js", "for (;;);"}});
  EXPECT_EQ(std::get<LimitExceeded>(evaluateModules(realm, host)).limit, "crankMs");
}

class ThrowingHost : public ModuleHost {
 public:
  std::variant<ModuleText, ModuleNotFound> loadModule(std::string_view,
                                                      std::string_view specifier) override {
    if (specifier.empty())
      return ModuleText{"test:main.js",
                        "import('x').catch(() => {}); import('y').catch(() => {});"};
    throw std::runtime_error("disk full");
  }
};

TEST(ModulesTest, WhatTheHostThrowsComesOutOfTheRun) {
  Realm realm(testEngine(), {});
  ThrowingHost host;
  EXPECT_THROW(evaluateModules(realm, host), std::runtime_error);
}

TEST(ModulesTest, AThousandModulesInAChainLoad) {
  Files files{{"main.js", "import { x } from './0.js'; export const result = x;"}};
  for (int i = 0; i < 1000; ++i) {
    files[std::to_string(i) + ".js"] = "export { x } from './" + std::to_string(i + 1) + ".js';";
  }
  files["1000.js"] = "export const x = 'deep';";
  EXPECT_EQ(resultOf(files), "\"deep\"");
}

TEST(ModulesTest, WithoutModulesImportRejects) {
  Realm realm(testEngine(), {});
  EXPECT_THAT(testing::expectThrown(realm, "import('./x.js')"), HasSubstr("Error"));
}

}  // namespace
}  // namespace keeve::engine
