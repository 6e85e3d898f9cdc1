// What vat code may try, and how it ends (SPEC §11). Each program runs in a realm of its own beside another
// realm that must not notice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <ostream>
#include <string>

#include "engine/realm.h"
#include "engine/testing/engine_fixture.h"

namespace keeve::engine {
namespace {

using testing::expectStopped;
using testing::expectThrown;
using testing::expectValue;
using ::testing::StartsWith;
using testing::testEngine;

constexpr size_t kHeapBytes = size_t{32} << 20;
constexpr RealmLimits kSmall = {.heapBytesMax = kHeapBytes, .runMsMax = 200};
constexpr RealmLimits kSmallHeap = {.heapBytesMax = kHeapBytes, .runMsMax = 20000};

struct Hostile {
  const char* name;
  const char* script;
  const char* limit;
  RealmLimits limits;
};

std::ostream& operator<<(std::ostream& out, const Hostile& hostile) { return out << hostile.name; }

class HostileTest : public ::testing::TestWithParam<Hostile> {};

TEST_P(HostileTest, TheProgramIsStoppedAndItsNeighbourGoesOn) {
  Realm neighbour(testEngine(), {});
  ASSERT_EQ(expectValue(neighbour, "globalThis.kept = [1]; 1"), "1");
  const auto start = std::chrono::steady_clock::now();
  {
    Realm realm(testEngine(), GetParam().limits);
    EXPECT_EQ(expectStopped(realm, GetParam().script), GetParam().limit);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  EXPECT_EQ(expectValue(neighbour, "kept.push(2); kept"), "[1,2]");
}

INSTANTIATE_TEST_SUITE_P(
    Time, HostileTest,
    ::testing::Values(
        Hostile{"Loop", "for (;;);", "crankMs", kSmall},
        Hostile{"LoopThatCatches", "for (;;) { try { for (;;); } catch { } finally { continue; } }",
                "crankMs", kSmall},
        Hostile{"PromiseLoop", "const f = () => { Promise.resolve().then(f); }; f()", "crankMs",
                kSmall},
        Hostile{"AsyncLoop", "(async () => { for (;;) await null; })()", "crankMs", kSmall},
        Hostile{"ThenableLoop", "const t = { then(f) { f(t); } }; Promise.resolve(t)", "crankMs",
                kSmall},
        Hostile{"RegExpBlowup", "/^(a+)+$/.test('a'.repeat(40) + 'b')", "crankMs", kSmall},
        Hostile{"SortForEver", "Array.from({ length: 5 }, (_, i) => i).sort(() => { for (;;); })",
                "crankMs", kSmall},
        Hostile{"GetterLoop", "const o = { get x() { for (;;); } }; JSON.stringify(o)", "crankMs",
                kSmall},
        Hostile{"ProxyTrapLoop", "Object.keys(new Proxy({}, { ownKeys() { for (;;); } }))",
                "crankMs", kSmall},
        Hostile{"ToStringLoop", "`${{ toString() { for (;;); } }}`", "crankMs", kSmall},
        Hostile{"GeneratorLoop", "for (const x of (function* () { for (;;) yield 1; })());",
                "crankMs", kSmall},
        Hostile{"EvalLoop", "eval('for (;;);')", "crankMs", kSmall},
        Hostile{"FunctionLoop", "Function('for (;;);')()", "crankMs", kSmall},
        Hostile{"CompileLoop", "for (let i = 0; ; i += 1) Function(`return ${i}`)", "crankMs",
                kSmall},
        Hostile{"SymbolSpeciesLoop",
                "class A extends Array { static get [Symbol.species]() { for (;;); } } new "
                "A(3).map(x => x)",
                "crankMs", kSmall},
        Hostile{"BigIntLoop", "let n = 3n; for (;;) n = n * n % (2n ** 64n)", "crankMs", kSmall},
        Hostile{"RecursionThatCatches", "const f = () => { try { f(); } catch { f(); } }; f()",
                "crankMs", kSmall},
        Hostile{"ErrorStackLoop", "for (;;) { try { null.x; } catch (e) { e.stack; } }", "crankMs",
                kSmall}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Memory, HostileTest,
    ::testing::Values(
        Hostile{"GrowingArray", "const a = []; for (;;) a.push({})", "heapMB", kSmallHeap},
        Hostile{"GrowingNumberArray", "const a = []; for (;;) a.push(1.5)", "heapMB", kSmallHeap},
        Hostile{"GrowingObject", "const o = {}; for (let i = 0; ; i += 1) o['k' + i] = i", "heapMB",
                kSmallHeap},
        Hostile{"GrowingMap", "const m = new Map(); for (let i = 0; ; i += 1) m.set(i, [i])",
                "heapMB", kSmallHeap},
        Hostile{"GrowingSetOfStrings",
                "const s = new Set(); for (let i = 0; ; i += 1) s.add('x'.repeat(99) + i)",
                "heapMB", kSmallHeap},
        Hostile{"LinkedList", "let l = null; for (;;) l = { l }", "heapMB", kSmallHeap},
        Hostile{"ClosureChain", "let f = () => 0; for (;;) { const g = f; f = () => g; }", "heapMB",
                kSmallHeap},
        Hostile{"PromiseHoard", "const all = []; for (;;) all.push(new Promise(() => {}))",
                "heapMB", kSmallHeap},
        Hostile{"MicrotaskHoard",
                "const f = () => { Promise.resolve().then(f); Promise.resolve().then(f); }; f()",
                "heapMB", kSmallHeap},
        Hostile{"StringHoard",
                "const all = []; for (let i = 0; ; i += 1) all.push(String(i).padStart(1000, '.'))",
                "heapMB", kSmallHeap},
        Hostile{"BufferHoard", "const all = []; for (;;) all.push(new ArrayBuffer(1 << 20))",
                "heapMB", kSmallHeap},
        Hostile{"SmallBufferHoard", "const all = []; for (;;) all.push(new Uint8Array(10000))",
                "heapMB", kSmallHeap},
        Hostile{"OneHugeBuffer", "new ArrayBuffer(1 << 30)", "heapMB", kSmallHeap},
        Hostile{"OneHugeTypedArray", "new Float64Array(1e8)", "heapMB", kSmallHeap},
        Hostile{"BufferRefusalCaught", "for (;;) { try { new ArrayBuffer(1 << 30); } catch { } }",
                "heapMB", kSmallHeap},
        Hostile{"BufferSlices",
                "const b = new ArrayBuffer(1 << 20); const all = []; for (;;) all.push(b.slice())",
                "heapMB", kSmallHeap},
        Hostile{"HoardThatCatches",
                "const a = []; for (;;) { try { a.push(new Array(1000).fill(0)); } catch { } }",
                "heapMB", kSmallHeap},
        Hostile{"HoardInAPromise",
                "(async () => { const a = []; for (;;) { a.push([]); await null; } })()", "heapMB",
                kSmallHeap},
        Hostile{"SymbolHoard",
                "const a = []; for (let i = 0; ; i += 1) a.push(Symbol.for('s' + i))", "heapMB",
                kSmallHeap},
        Hostile{"BoundChain", "let f = () => 0; for (;;) f = f.bind(null)", "heapMB", kSmallHeap}),
    [](const auto& tested) { return tested.param.name; });

TEST(LimitsTest, DeepRecursionIsARangeErrorAndTheRealmIsFine) {
  Realm realm(testEngine(), {});
  const std::string overflow = "RangeError: Maximum call stack size exceeded";
  EXPECT_EQ(expectThrown(realm, "(function f() { f(); })()"), overflow);
  EXPECT_EQ(expectThrown(realm, "const o = {}; o.toString = () => `${o}`; `${o}`"), overflow);
  EXPECT_EQ(expectThrown(realm, "JSON.stringify({ toJSON() { return JSON.stringify(this); } })"),
            overflow);
  EXPECT_EQ(
      expectThrown(realm, "let a = []; for (let i = 0; i < 1e5; i += 1) a = [a]; a.flat(Infinity)"),
      overflow);
  EXPECT_EQ(
      expectThrown(realm, "let p = {}; for (let i = 0; i < 1e5; i += 1) p = new Proxy(p, {}); p.x"),
      overflow);
  EXPECT_EQ(expectThrown(realm, "eval('['.repeat(1e5))"), overflow);
  EXPECT_EQ(expectThrown(realm, "JSON.parse('['.repeat(1e6))"),
            "SyntaxError: Unexpected end of JSON input");
  EXPECT_EQ(expectValue(realm, "[1, 2, 3].map(x => x * 2)"), "[2,4,6]");
}

TEST(LimitsTest, WhatIsTooLargeForAnyHeapIsARangeError) {
  Realm realm(testEngine(), {});
  EXPECT_THAT(expectThrown(realm, "'x'.repeat(2 ** 30)"), StartsWith("RangeError"));
  EXPECT_THAT(expectThrown(realm, "new Array(-1)"), StartsWith("RangeError"));
  EXPECT_THAT(expectThrown(realm, "new ArrayBuffer(2 ** 53)"), StartsWith("RangeError"));
  EXPECT_THAT(expectThrown(realm, "2n ** (2n ** 40n)"), StartsWith("RangeError"));
  EXPECT_EQ(expectValue(realm, "1"), "1");
}

TEST(LimitsTest, MemoryThatWasLetGoDoesNotCount) {
  Realm realm(testEngine(), {.heapBytesMax = size_t{32} << 20, .runMsMax = 60000});
  EXPECT_EQ(expectValue(realm, "for (let i = 0; i < 1000; i += 1) new ArrayBuffer(1 << 20); 1"),
            "1");
  EXPECT_EQ(expectValue(realm, "let l; for (let i = 0; i < 1e7; i += 1) l = [l && l[1], i]; 1"),
            "1");
}

TEST(LimitsTest, ARealmMayFillAlmostAllOfItsHeap) {
  Realm realm(testEngine(), {.heapBytesMax = size_t{64} << 20, .runMsMax = 60000});
  EXPECT_EQ(
      expectValue(
          realm,
          "globalThis.a = []; for (let i = 0; i < 40; i += 1) a.push(new ArrayBuffer(1 << 20)); 1"),
      "1");
  EXPECT_EQ(
      expectValue(realm,
                  "globalThis.b = []; for (let i = 0; i < 1e6; i += 1) b.push(i + 0.5); b.length"),
      "1000000");
}

TEST(LimitsTest, AHeapThatIsFoundTooLargeBetweenRunsEndsTheNext) {
  Realm realm(testEngine(), kSmallHeap);
  // buffers first, since the heap counts as what the last collection left of it
  ASSERT_EQ(expectValue(realm,
                        "globalThis.kept = []; for (let i = 0; i < 28; i += 1) kept.push(new "
                        "ArrayBuffer(1 << 20)); kept.push(Array(600000).fill(0.5)); 1"),
            "1");
  realm.isolate()->LowMemoryNotification();
  EXPECT_EQ(expectStopped(realm, "1"), "heapMB");
}

TEST(LimitsTest, TheClockStartsAnewWithEachRun) {
  Realm realm(testEngine(), kSmall);
  // each far below the limit also on a busy machine, all together above it
  const auto start = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - start < std::chrono::milliseconds(2 * kSmall.runMsMax))
    EXPECT_EQ(expectValue(realm, "{ let s = 0; for (let i = 0; i < 1e6; i += 1) s += i; } 1"), "1");
}

TEST(LimitsTest, ARunIsStoppedNoLaterThanAFractionAfterItsTime) {
  Realm realm(testEngine(), {.heapBytesMax = size_t{32} << 20, .runMsMax = 50});
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(expectStopped(realm, "for (;;);"), "crankMs");
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_GE(took, std::chrono::milliseconds(50));
  EXPECT_LT(took, std::chrono::milliseconds(500));
}

}  // namespace
}  // namespace keeve::engine
