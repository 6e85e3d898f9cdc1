// Steps between hidden classes, and what must not be one: elements, dictionaries, proxies, other classes.
#include "engine/class_steps.h"

#include <gtest/gtest.h>
#include <v8-context.h>
#include <v8-function.h>
#include <v8-script.h>

#include <functional>
#include <string>

#include "engine/realm.h"
#include "engine/testing/engine_fixture.h"
#include "engine/text.h"

namespace keeve::engine {
namespace {

// What two objects are, one after the other: the first is frozen by V8, the second by the step that was learned of it.
class ClassStepsTest : public ::testing::Test {
 protected:
  v8::Local<v8::Object> object(const std::string& code) {
    const auto source = toV8(realm_.isolate(), "(" + code + ")").ToLocalChecked();
    return v8::Script::Compile(realm_.context(), source)
        .ToLocalChecked()
        ->Run(realm_.context())
        .ToLocalChecked()
        .As<v8::Object>();
  }

  // `code` is about x.
  bool is(const std::string& code, v8::Local<v8::Value> x) {
    return object("x => " + code)
        .As<v8::Function>()
        ->Call(realm_.context(), v8::Undefined(realm_.isolate()), 1, &x)
        .ToLocalChecked()
        ->IsTrue();
  }

  // The step that freezing an object of `make` is; kNone where there is none.
  int learnFreezing(ClassSteps& steps, v8::Local<v8::Object> first) {
    const int step = steps.begin(first);
    EXPECT_TRUE(is("Object.isFrozen(Object.freeze(x))", first));
    return steps.end(step, first, {}) ? step : ClassSteps::kNone;
  }

  void within(const std::function<void(ClassSteps&)>& work) {
    realm_.run([&] {
      ClassSteps steps(realm_.isolate());
      ASSERT_TRUE(steps.isEnabled());
      work(steps);
    });
  }

  Realm realm_{testing::testEngine(), {}};
};

TEST_F(ClassStepsTest, AnObjectOfTheSameClassIsFrozenByAStep) {
  for (const std::string kind : {"make(1, 'a')", "() => 1", "async () => 1", "wide(3)"}) {
    within([&](ClassSteps& steps) {
      const std::string make =
          "(() => { const make = (n, s) => ({ n, s }); const wide = n => { const o = {};"
          " for (const c of 'abcdefghijkl') o[c] = n; return o; }; return " +
          kind + "; })()";
      // One function, so that both come out of one place.
      const auto maker = object("() => " + make).As<v8::Function>();
      const auto next = [&] {
        return maker->Call(realm_.context(), v8::Undefined(realm_.isolate()), 0, nullptr)
            .ToLocalChecked()
            .As<v8::Object>();
      };
      const int step = learnFreezing(steps, next());
      ASSERT_NE(step, ClassSteps::kNone) << kind;
      const auto second = next();
      EXPECT_FALSE(is("Object.isFrozen(x)", second));
      EXPECT_TRUE(steps.isAtStart(step, second));
      EXPECT_TRUE(steps.take(step, second));
      EXPECT_TRUE(is("Object.isFrozen(x) && !Object.isExtensible(x)", second)) << kind;
      EXPECT_TRUE(
          is("(() => { 'use strict'; try { x.more = 1; return false; } catch { return true; } })()",
             second));
      EXPECT_FALSE(steps.take(step, second)) << "it is there already";
      realm_.isolate()->LowMemoryNotification();
      EXPECT_TRUE(is("Object.isFrozen(x)", second));
    });
  }
}

TEST_F(ClassStepsTest, AStepKeepsTheValues) {
  within([&](ClassSteps& steps) {
    const auto make = [&](const char* n) {
      return object(std::string("{ n: ") + n + ", s: 'text' }");
    };
    const int step = learnFreezing(steps, make("0.5"));
    const auto second = make("1.5");
    ASSERT_TRUE(steps.take(step, second));
    EXPECT_TRUE(
        is("x.n === 1.5 && x.s === 'text' && JSON.stringify(x) === '{\"n\":1.5,\"s\":\"text\"}'",
           second));
  });
}

TEST_F(ClassStepsTest, FieldsBecomeFreeWhereAccessorsTakeTheirPlace) {
  within([&](ClassSteps& steps) {
    const auto maker = object(
        "(() => { function State() { if (false) { this.a = 0; this.b = 0; } }"
        " return value => { const o = new State(); o.a = value; o.b = [value]; return o; }; })()");
    const auto next = [&](int value) {
      v8::Local<v8::Value> argument = v8::Integer::New(realm_.isolate(), value);
      return maker.As<v8::Function>()
          ->Call(realm_.context(), v8::Undefined(realm_.isolate()), 1, &argument)
          .ToLocalChecked()
          .As<v8::Object>();
    };
    const auto change = object(
        "(() => { const get = () => 7; return x => { delete x.b; delete x.a; for (const name of "
        "['a', 'b'])"
        " Object.defineProperty(x, name, { get, enumerable: true }); return "
        "Object.preventExtensions(x); }; })()");
    const auto first = next(1);
    const int step = steps.begin(first);
    v8::Local<v8::Value> argument = first;
    change.As<v8::Function>()
        ->Call(realm_.context(), v8::Undefined(realm_.isolate()), 1, &argument)
        .ToLocalChecked();
    ASSERT_TRUE(steps.end(step, first, {0, 2}));
    for (int i = 0; i < 100; ++i) {
      const auto other = next(i);
      ASSERT_TRUE(steps.take(step, other)) << i;
      EXPECT_TRUE(
          is("x.a === 7 && x.b === 7 && Object.keys(x).join() === 'a,b' && !Object.isExtensible(x)",
             other));
    }
    realm_.isolate()->LowMemoryNotification();
  });
}

TEST_F(ClassStepsTest, OtherClassesAreNotAtTheStart) {
  within([&](ClassSteps& steps) {
    const int step = learnFreezing(steps, object("{ n: 1 }"));
    ASSERT_NE(step, ClassSteps::kNone);
    for (const char* other :
         {"{ n: 1, m: 2 }", "{ m: 1 }", "{ get n() {} }", "{ n: 1, [Symbol.iterator]: 1 }", "{}",
          "[1]", "new Proxy({ n: 1 }, {})", "Object.preventExtensions({ n: 1 })", "() => 1",
          "{ n: 1, 0: 2 }", "Object.setPrototypeOf({ n: 1 }, {})",
          "Object.defineProperty({ n: 1 }, 'n', { writable: false })"}) {
      EXPECT_FALSE(steps.isAtStart(step, object(other))) << other;
      EXPECT_FALSE(steps.take(step, object(other))) << other;
    }
    EXPECT_FALSE(steps.isAtStart(step, v8::Undefined(realm_.isolate())));
    EXPECT_FALSE(steps.isAtStart(step, v8::Integer::New(realm_.isolate(), 1)));
    EXPECT_FALSE(steps.isAtStart(ClassSteps::kNone, object("{ n: 1 }")));
  });
}

TEST_F(ClassStepsTest, NothingIsLearnedOfWhatIsNotInItsClass) {
  within([&](ClassSteps& steps) {
    for (const char* odd : {"{ 0: 1 }", "new Proxy({}, {})",
                            "(() => { const x = { a: 1, b: 2 }; delete x.a; return x; })()"}) {
      EXPECT_EQ(learnFreezing(steps, object(odd)), ClassSteps::kNone) << odd;
    }
  });
}

TEST_F(ClassStepsTest, NothingIsLearnedWhereMoreThanTheClassChanges) {
  within([&](ClassSteps& steps) {
    const auto grown = object("{ a: 1 }");
    const int step = steps.begin(grown);
    is("(x.b = 1, x.c = 2, x.d = 3, true)", grown);
    EXPECT_FALSE(steps.end(step, grown, {}));
    EXPECT_FALSE(steps.take(step, object("{ a: 1 }"))) << "the step has no end";
    const auto given = object("{ e: 1 }");
    const int toElements = steps.begin(given);
    is("(x[0] = 1, true)", given);
    EXPECT_FALSE(steps.end(toElements, given, {}));
    EXPECT_FALSE(steps.end(ClassSteps::kNone, given, {}));
  });
}

}  // namespace
}  // namespace keeve::engine
