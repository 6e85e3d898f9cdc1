// Transitions between hidden classes, and what must not be one: elements, dictionaries, proxies, other classes.
#include "engine/class_transitions.h"

#include <gtest/gtest.h>
#include <v8-context.h>
#include <v8-function.h>
#include <v8-script.h>

#include <functional>
#include <string>
#include <vector>

#include "engine/realm.h"
#include "engine/testing/engine_fixture.h"
#include "engine/text.h"

namespace keeve::engine {
namespace {

// What two objects are, one after the other: the first is frozen by V8, the second by the transition that was learned of it.
class ClassTransitionsTest : public ::testing::Test {
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

  // The transition that freezing an object of `make` is; kNone where there is none.
  int learnFreezing(ClassTransitions& transitions, v8::Local<v8::Object> first) {
    const int transition = transitions.begin(first);
    EXPECT_TRUE(is("Object.isFrozen(Object.freeze(x))", first));
    return transitions.end(transition, first, {});
  }

  void within(const std::function<void(ClassTransitions&)>& work) {
    realm_.run([&] {
      ClassTransitions transitions(realm_.isolate());
      ASSERT_TRUE(transitions.isEnabled());
      work(transitions);
    });
  }

  Realm realm_{testing::testEngine(), {}};
};

TEST_F(ClassTransitionsTest, AnObjectOfTheSameClassIsFrozenByATransition) {
  for (const std::string kind : {"make(1, 'a')", "() => 1", "async () => 1", "wide(3)"}) {
    within([&](ClassTransitions& transitions) {
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
      const int transition = learnFreezing(transitions, next());
      ASSERT_NE(transition, ClassTransitions::kNone) << kind;
      const auto second = next();
      EXPECT_FALSE(is("Object.isFrozen(x)", second));
      EXPECT_TRUE(transitions.isAtStart(transition, second));
      EXPECT_TRUE(transitions.take(transition, second));
      EXPECT_TRUE(is("Object.isFrozen(x) && !Object.isExtensible(x)", second)) << kind;
      EXPECT_TRUE(
          is("(() => { 'use strict'; try { x.more = 1; return false; } catch { return true; } })()",
             second));
      EXPECT_FALSE(transitions.take(transition, second)) << "it is there already";
      realm_.isolate()->LowMemoryNotification();
      EXPECT_TRUE(is("Object.isFrozen(x)", second));
    });
  }
}

TEST_F(ClassTransitionsTest, ATransitionKeepsTheValues) {
  within([&](ClassTransitions& transitions) {
    const auto make = [&](const char* n) {
      return object(std::string("{ n: ") + n + ", s: 'text' }");
    };
    const int transition = learnFreezing(transitions, make("0.5"));
    const auto second = make("1.5");
    ASSERT_TRUE(transitions.take(transition, second));
    EXPECT_TRUE(
        is("x.n === 1.5 && x.s === 'text' && JSON.stringify(x) === '{\"n\":1.5,\"s\":\"text\"}'",
           second));
  });
}

TEST_F(ClassTransitionsTest, FieldsBecomeFreeWhereAccessorsTakeTheirPlace) {
  within([&](ClassTransitions& transitions) {
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
    const int transition = transitions.begin(first);
    v8::Local<v8::Value> argument = first;
    change.As<v8::Function>()
        ->Call(realm_.context(), v8::Undefined(realm_.isolate()), 1, &argument)
        .ToLocalChecked();
    ASSERT_EQ(transitions.end(transition, first, {0, 2}), transition);
    for (int i = 0; i < 100; ++i) {
      const auto other = next(i);
      ASSERT_TRUE(transitions.take(transition, other)) << i;
      EXPECT_TRUE(
          is("x.a === 7 && x.b === 7 && Object.keys(x).join() === 'a,b' && !Object.isExtensible(x)",
             other));
    }
    realm_.isolate()->LowMemoryNotification();
  });
}

// What code has stamped on an object before stands among its fields, and is neither freed nor taken for a part.
TEST_F(ClassTransitionsTest, AFieldThatTheEndStillUsesIsNotFreed) {
  within([&](ClassTransitions& transitions) {
    const auto maker = object(
        "(() => { function State() { if (false) { this.a = 0; this.b = 0; this.c = 0; } }"
        " class Given { constructor(it) { return it; } }"
        " class Stamp extends Given { #n = 0.5; static of(it) { return it.#n; } }"
        " return { make() { const o = new State(); new Stamp(o); o.a = 1; o.b = 2; return o; },"
        " of: Stamp.of, close(x) { delete x.b; delete x.a; return Object.preventExtensions(x); } };"
        " })()");
    const auto call = [&](const char* name, std::vector<v8::Local<v8::Value>> arguments) {
      return maker->Get(realm_.context(), toV8Name(realm_.isolate(), name))
          .ToLocalChecked()
          .As<v8::Function>()
          ->Call(realm_.context(), maker, static_cast<int>(arguments.size()), arguments.data())
          .ToLocalChecked();
    };
    const auto first = call("make", {}).As<v8::Object>();
    const int transition = transitions.begin(first);
    call("close", {first});
    EXPECT_EQ(transitions.end(transition, first, {0, 2}), ClassTransitions::kNone);
    EXPECT_EQ(transitions.end(transition, first, {}), ClassTransitions::kNone);
    EXPECT_EQ(transitions.end(transition, first, {1, 3}), transition);
    const auto second = call("make", {}).As<v8::Object>();
    ASSERT_TRUE(transitions.take(transition, second));
    EXPECT_EQ(call("of", {second}).As<v8::Number>()->Value(), 0.5);
  });
}

// A self with its methods, as liveslots has it.
TEST_F(ClassTransitionsTest, PartsComeAlongAlsoOneThatStandsInTwoPlaces) {
  within([&](ClassTransitions& transitions) {
    const auto maker = object("() => { const f = () => 1; return { f, again: f, g() {} }; }");
    const auto next = [&] {
      return maker.As<v8::Function>()
          ->Call(realm_.context(), v8::Undefined(realm_.isolate()), 0, nullptr)
          .ToLocalChecked()
          .As<v8::Object>();
    };
    const auto method = [&](v8::Local<v8::Object> self, const char* name) {
      return self->Get(realm_.context(), toV8Name(realm_.isolate(), name))
          .ToLocalChecked()
          .As<v8::Object>();
    };
    const auto first = next();
    const std::vector<v8::Local<v8::Value>> parts = {method(first, "f"), method(first, "again"),
                                                     method(first, "g")};
    EXPECT_EQ(transitions.begin(first, parts), ClassTransitions::kNone)
        << "nothing starts at a method";
    const int ofF = transitions.begin(method(first, "f"));
    const int ofG = transitions.begin(method(first, "g"));
    EXPECT_EQ(transitions.begin(first, {parts[2], parts[1], parts[0]}), ClassTransitions::kNone);
    const int ofSelf = transitions.begin(first, parts);
    ASSERT_NE(ofSelf, ClassTransitions::kNone);
    const auto second = next();
    EXPECT_TRUE(transitions.isAtStart(ofSelf, second));
    EXPECT_FALSE(transitions.take(ofSelf, second)) << "no end is known";
    is("Object.values(x).every(f => Object.isFrozen(Object.freeze(f))) && "
       "Object.isFrozen(Object.freeze(x))",
       first);
    ASSERT_EQ(transitions.end(ofF, method(first, "f"), {}), ofF);
    ASSERT_EQ(transitions.end(ofG, method(first, "g"), {}), ofG);
    ASSERT_EQ(transitions.end(ofSelf, first, {}), ofSelf);
    // Another starts where the methods' end, and nobody knows where it leads.
    EXPECT_NE(transitions.begin(method(first, "f")), ClassTransitions::kNone);
    ASSERT_TRUE(transitions.take(ofSelf, second));
    EXPECT_TRUE(is("Object.isFrozen(x) && Object.values(x).every(Object.isFrozen)", second));
    EXPECT_TRUE(is("x.f() === 1 && x.f === x.again && x.g.name === 'g'", second));
    EXPECT_FALSE(transitions.take(ofSelf, object("{ f: 1, again: 2, g: 3 }")));
  });
}

TEST_F(ClassTransitionsTest, FromOneStartThereAreWaysToMoreThanOneEnd) {
  within([&](ClassTransitions& transitions) {
    const auto lock = [&](const char* way) {
      const auto first = object("{ n: 1 }");
      const int transition = transitions.begin(first);
      EXPECT_TRUE(is(way, first));
      return transitions.end(transition, first, {});
    };
    const char* freeze = "Object.isFrozen(Object.freeze(x))";
    const char* seal = "Object.isSealed(Object.seal(x))";
    const int toFrozen = lock(freeze);
    const int toSealed = lock(seal);
    ASSERT_NE(toFrozen, ClassTransitions::kNone);
    ASSERT_NE(toSealed, ClassTransitions::kNone);
    EXPECT_NE(toFrozen, toSealed);
    EXPECT_EQ(lock(freeze), toFrozen) << "what is known is not learned again";
    EXPECT_EQ(lock(seal), toSealed);
    const auto frozen = object("{ n: 1 }");
    const auto sealed = object("{ n: 1 }");
    ASSERT_TRUE(transitions.take(toFrozen, frozen));
    ASSERT_TRUE(transitions.take(toSealed, sealed));
    EXPECT_TRUE(is("Object.isFrozen(x)", frozen));
    EXPECT_TRUE(is("Object.isSealed(x) && !Object.isFrozen(x)", sealed));
  });
}

TEST_F(ClassTransitionsTest, OtherClassesAreNotAtTheStart) {
  within([&](ClassTransitions& transitions) {
    const int transition = learnFreezing(transitions, object("{ n: 1 }"));
    ASSERT_NE(transition, ClassTransitions::kNone);
    for (const char* other :
         {"{ n: 1, m: 2 }", "{ m: 1 }", "{ get n() {} }", "{ n: 1, [Symbol.iterator]: 1 }", "{}",
          "[1]", "new Proxy({ n: 1 }, {})", "Object.preventExtensions({ n: 1 })", "() => 1",
          "{ n: 1, 0: 2 }", "Object.setPrototypeOf({ n: 1 }, {})",
          "Object.defineProperty({ n: 1 }, 'n', { writable: false })"}) {
      EXPECT_FALSE(transitions.isAtStart(transition, object(other))) << other;
      EXPECT_FALSE(transitions.take(transition, object(other))) << other;
    }
    EXPECT_FALSE(transitions.isAtStart(transition, v8::Undefined(realm_.isolate())));
    EXPECT_FALSE(transitions.isAtStart(transition, v8::Integer::New(realm_.isolate(), 1)));
    EXPECT_FALSE(transitions.isAtStart(ClassTransitions::kNone, object("{ n: 1 }")));
  });
}

TEST_F(ClassTransitionsTest, NothingIsLearnedOfWhatIsNotInItsClass) {
  within([&](ClassTransitions& transitions) {
    for (const char* odd : {"{ 0: 1 }", "new Proxy({}, {})",
                            "(() => { const x = { a: 1, b: 2 }; delete x.a; return x; })()"}) {
      EXPECT_EQ(learnFreezing(transitions, object(odd)), ClassTransitions::kNone) << odd;
    }
  });
}

TEST_F(ClassTransitionsTest, NothingIsLearnedWhereMoreThanTheClassChanges) {
  within([&](ClassTransitions& transitions) {
    const auto grown = object("{ a: 1 }");
    const int transition = transitions.begin(grown);
    is("(x.b = 1, x.c = 2, x.d = 3, true)", grown);
    EXPECT_EQ(transitions.end(transition, grown, {}), ClassTransitions::kNone);
    EXPECT_FALSE(transitions.take(transition, object("{ a: 1 }"))) << "the transition has no end";
    const auto given = object("{ e: 1 }");
    const int toElements = transitions.begin(given);
    is("(x[0] = 1, true)", given);
    EXPECT_EQ(transitions.end(toElements, given, {}), ClassTransitions::kNone);
    EXPECT_EQ(transitions.end(ClassTransitions::kNone, given, {}), ClassTransitions::kNone);
  });
}

}  // namespace
}  // namespace keeve::engine
