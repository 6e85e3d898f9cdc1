#include "engine/realm.h"

#include "engine/testing/engine_fixture.h"

namespace keeve::engine {
namespace {

using namespace testing;

TEST(RealmTest, RunsJavaScript) {
  Realm realm(testEngine(), {});
  EXPECT_EQ(expectValue(realm, "1 + 1"), "2");
}

TEST(RealmTest, ModulesLoad) {
  Realm realm(testEngine(), {});
  MemoryHost host({{"main.js", "import {x} from './a.js'; export const result = x + 1;"},
                   {"a.js", "export const x = 1;"}});
  const Outcome outcome = evaluateModules(realm, host);
  EXPECT_EQ(std::get<Value>(outcome).text, "2");
}

}  // namespace
}  // namespace keeve::engine
