#include "engine/realm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <v8-external.h>
#include <v8-function.h>
#include <v8-primitive.h>
#include <v8-script.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/check.h"
#include "engine/testing/engine_fixture.h"
#include "engine/text.h"

namespace keeve::engine {
namespace {

using ::testing::ElementsAre;
using testing::evaluate;
using testing::expectThrown;
using testing::expectValue;
using ::testing::SizeIs;
using ::testing::StartsWith;
using testing::testEngine;

// Puts a global function that calls `body` into the realm. `body` must outlive the realm.
void addFunction(Realm& realm, const char* name, std::function<void()>& body) {
  realm.run([&] {
    v8::Isolate* isolate = realm.isolate();
    const v8::Local<v8::Context> context = realm.context();
    const auto call = [](const v8::FunctionCallbackInfo<v8::Value>& info) {
      (*static_cast<std::function<void()>*>(info.Data().As<v8::External>()->Value()))();
    };
    const auto function =
        v8::Function::New(context, call, v8::External::New(isolate, &body)).ToLocalChecked();
    ASSERT_TRUE(
        context->Global()->Set(context, toV8Name(isolate, name), function).FromMaybe(false));
  });
}

TEST(RealmTest, ValuesAndErrorsComeOutOfARun) {
  Realm realm(testEngine(), {});
  EXPECT_EQ(expectValue(realm, "1 + 1"), "2");
  EXPECT_EQ(expectThrown(realm, "throw new TypeError('no')"), "TypeError: no");
  EXPECT_EQ(expectValue(realm, "Promise.resolve(3)"), "3");
}

TEST(RealmTest, RealmsHaveNothingInCommon) {
  Realm one(testEngine(), {});
  Realm other(testEngine(), {});
  EXPECT_EQ(expectValue(one, "globalThis.mine = 1"), "1");
  EXPECT_EQ(expectValue(other, "typeof mine"), "\"undefined\"");
}

TEST(RealmTest, MicrotasksRunOnlyWhenDrained) {
  Realm realm(testEngine(), {});
  std::string before;
  realm.run([&] {
    const v8::Local<v8::Context> context = realm.context();
    const auto run = [&](const char* text) {
      const auto source = toV8Name(realm.isolate(), text);
      return v8::Script::Compile(context, source).ToLocalChecked()->Run(context).ToLocalChecked();
    };
    run("globalThis.seen = 'none'; Promise.resolve().then(() => { seen = 'some'; })");
    before = toUtf8(realm.isolate(), run("seen").As<v8::String>());
    EXPECT_TRUE(realm.drainMicrotasks());
  });
  EXPECT_EQ(before, "none");
  EXPECT_EQ(expectValue(realm, "seen"), "\"some\"");
}

TEST(RealmTest, CollectingFindsAllThatIsWeaklyHeld) {
  Realm realm(testEngine(), {});
  v8::Global<v8::Object> weak;
  realm.run([&] { weak.Reset(realm.isolate(), v8::Object::New(realm.isolate())); });
  weak.SetWeak();
  const uint64_t before = realm.collections();
  EXPECT_TRUE(std::holds_alternative<Ran>(realm.collectGarbage()));
  EXPECT_TRUE(weak.IsEmpty());
  EXPECT_GT(realm.collections(), before);
}

TEST(RealmTest, ARealmIsFoundByItsIsolateAndKnowsItsName) {
  Realm realm(testEngine(), {}, "bank");
  EXPECT_EQ(&Realm::of(realm.isolate()), &realm);
  EXPECT_EQ(realm.name(), "bank");
}

TEST(RealmTest, AnExceptionThrownByTheWorkComesOut) {
  Realm realm(testEngine(), {});
  EXPECT_THROW(realm.run([] { throw std::runtime_error("disk full"); }), std::runtime_error);
  EXPECT_THROW(realm.run([] {}), CheckFailed);
}

TEST(RealmTest, AnExceptionGuardedWithinACallStopsJavaScriptAndComesOut) {
  Realm realm(testEngine(), {});
  int calls = 0;
  bool fine = true;
  std::function<void()> body = [&] {
    fine = realm.guard([&] {
      ++calls;
      throw std::runtime_error("disk full");
    });
  };
  addFunction(realm, "syscall", body);
  EXPECT_THROW(evaluate(realm, "for (;;) { try { syscall(); } catch { } finally { continue; } }"),
               std::runtime_error);
  EXPECT_EQ(calls, 1);
  EXPECT_FALSE(fine);
}

TEST(RealmTest, AGuardedCallThatReturnsChangesNothing) {
  Realm realm(testEngine(), {});
  int calls = 0;
  std::function<void()> body = [&] { EXPECT_TRUE(realm.guard([&] { ++calls; })); };
  addFunction(realm, "syscall", body);
  EXPECT_EQ(expectValue(realm, "syscall(); syscall(); 7"), "7");
  EXPECT_EQ(calls, 2);
}

TEST(RealmTest, MayBeUsedByOneThreadAfterAnother) {
  Realm realm(testEngine(), {});
  for (int i = 0; i < 4; ++i) {
    std::thread([&] {
      EXPECT_EQ(expectThrown(realm, "const f = () => f(); f()"),
                i == 0 ? "RangeError: Maximum call stack size exceeded"
                       : "SyntaxError: Identifier 'f' has already been declared");
      EXPECT_EQ(expectThrown(realm, "(function g() { g(); })()"),
                "RangeError: Maximum call stack size exceeded");
    }).join();
  }
}

TEST(RealmTest, RealmsRunInParallelOnThreadsOfTheirOwn) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int round = 0; round < 5; ++round) {
        Realm realm(testEngine(), {});
        EXPECT_EQ(expectValue(realm, "let s = 0; for (let i = 0; i < 1e6; i += 1) s += i; s"),
                  "499999500000");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(RealmTest, UnhandledRejectionsAreToldOnce) {
  Realm realm(testEngine(), {});
  expectValue(realm,
              "Promise.reject(new Error('lost')); Promise.reject('plain');"
              "const late = Promise.reject(new Error('handled')); late.catch(() => {}); 1");
  std::vector<std::string> told;
  realm.run([&] { told = realm.takeUnhandledRejections(); });
  EXPECT_THAT(told, ElementsAre(StartsWith("Error: lost\n    at test:script:1:16"), "plain"));
  realm.run([&] { told = realm.takeUnhandledRejections(); });
  EXPECT_THAT(told, SizeIs(0));
}

TEST(RealmTest, UnhandledRejectionsAreBounded) {
  Realm realm(testEngine(), {});
  expectValue(realm, "for (let i = 0; i < 100000; i += 1) Promise.reject(i); 1");
  std::vector<std::string> told;
  realm.run([&] { told = realm.takeUnhandledRejections(); });
  ASSERT_THAT(told, SizeIs(Realm::kUnhandledMax + 1));
  EXPECT_EQ(told.back(), "and 99980 more unhandled rejections");
}

TEST(RealmTest, BytesUsedCountsBuffers) {
  Realm realm(testEngine(), {});
  const size_t before = realm.bytesUsed();
  expectValue(realm, "globalThis.buffer = new ArrayBuffer(10 << 20); 1");
  EXPECT_GT(realm.bytesUsed(), before + (10 << 20) - 1);
}

TEST(RealmTest, TwoHundredRealmsComeAndGo) {
  for (int i = 0; i < 200; ++i) {
    Realm realm(testEngine(), {});
    EXPECT_EQ(expectValue(realm, "[1, 2].map(x => x + 1)"), "[2,3]");
  }
}

}  // namespace
}  // namespace keeve::engine
