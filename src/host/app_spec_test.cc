#include "host/app_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "host/text_modules.h"
#include "host/wire.h"

namespace keeve::host {
namespace {

App sound() {
  App app{.name = "shop", .bootstrap = "till"};
  app.vats.push_back({.name = "till", .source = TextSource{{{"main.js", "export {};"}}}});
  app.sources.push_back({.name = "clerk", .source = FileSource{"clerk.js"}, .powers = {"clock"}});
  return app;
}

std::string errorOf(const std::function<void(App&)>& spoil) {
  App app = sound();
  spoil(app);
  try {
    installable(app);
  } catch (const AppError& error) {
    return error.what();
  }
  return "none";
}

TEST(AppSpecTest, AnAppIsTakenAsItIs) {
  const InstallableApp app = installable(sound());
  EXPECT_EQ(app.spec.name, "shop");
  EXPECT_EQ(app.spec.bootstrapVat, "till");
  ASSERT_EQ(app.spec.vats.size(), 1U);
  EXPECT_EQ(app.spec.vats[0].settings.limits.heapBytesMax, size_t{256} << 20);
  EXPECT_EQ(app.spec.vats[0].settings.limits.storeBytesMax, 0U);
  EXPECT_EQ(Wire::value(app.spec.vats[0].parameters), Value::record({}));
  ASSERT_EQ(app.spec.sources.size(), 1U);
  EXPECT_TRUE(app.spec.sources[0].settings.powers.contains("clock"));
  EXPECT_EQ(app.finders.size(), 2U);
}

TEST(AppSpecTest, WhatMakesNoSenseIsNamed) {
  EXPECT_EQ(errorOf([](App& app) { app.name = ""; }), "an app must have a name");
  EXPECT_EQ(errorOf([](App& app) { app.bootstrap = "x"; }),
            "app shop: the bootstrap vat x is none of its vats");
  EXPECT_EQ(errorOf([](App& app) { app.vats.push_back(app.vats[0]); }),
            "app shop: it has two vats named till");
  EXPECT_EQ(errorOf([](App& app) { app.sources[0].name = "till"; }),
            "app shop: it has two sources, or a source and a vat, named till");
  EXPECT_EQ(errorOf([](App& app) { app.vats[0].powers = {"fire"}; }),
            "app shop: vat till is granted an unknown power \"fire\"");
  EXPECT_EQ(errorOf([](App& app) { app.vats[0].limits.heapMB = -1; }),
            "app shop: vat till: heapMB must be more than 0 and at most 1048576");
  EXPECT_EQ(errorOf([](App& app) { app.vats[0].limits.messages = 0; }),
            "app shop: vat till: crankMs and messages must be more than 0");
  EXPECT_EQ(errorOf([](App& app) { app.vats[0].source = TextSource{}; }),
            "app shop: till has a source without modules");
  EXPECT_EQ(errorOf([](App& app) {
              app.vats[0].source = TextSource{{{"a.js", ""}, {"a.js", ""}}};
            }),
            "app shop: a module of till has no name of its own");
  EXPECT_THAT(errorOf([](App& app) { app.vats[0].name = "a:b"; }),
              testing::HasSubstr("\"a:b\" is no name of a vat"));
  EXPECT_EQ(errorOf([](App& app) {
              const Ref ref = Wire::ref(1, {kernel::KrefKind::object, 3}, "");
              app.vats[0].parameters = ref;
            }),
            "app shop: the parameters of vat till hold a reference");
}

std::string found(TextModules& modules, std::string_view referrer, std::string_view specifier) {
  const kernel::FindAnswer answer = modules.find(referrer, specifier);
  if (const auto* module = std::get_if<kernel::FoundModule>(&answer))
    return module->url + " " + module->text;
  return std::get<kernel::NoSuchModule>(answer).message;
}

TEST(TextModulesTest, ModulesFindEachOtherByTheirNames) {
  TextModules modules({{{"main.js", "1"}, {"lib/tally.js", "2"}, {"lib/sum.js", "3"}}});
  EXPECT_EQ(found(modules, "", ""), "keeve:///main.js 1");
  EXPECT_EQ(found(modules, "keeve:///main.js", "./lib/tally.js"), "keeve:///lib/tally.js 2");
  EXPECT_EQ(found(modules, "keeve:///lib/tally.js", "./sum.js"), "keeve:///lib/sum.js 3");
  EXPECT_EQ(found(modules, "keeve:///lib/tally.js", "../main.js"), "keeve:///main.js 1");
  for (const char* missing : {"./lib", "../main.js", "lib/tally.js", "left-pad", "", "/main.js"}) {
    EXPECT_EQ(found(modules, "keeve:///main.js", missing),
              "cannot find module '" + std::string(missing) + "' imported from keeve:///main.js");
  }
}

}  // namespace
}  // namespace keeve::host
