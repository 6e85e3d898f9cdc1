// js/lockdown.js as vat code sees it (SPEC §2).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/realm.h"
#include "engine/testing/engine_fixture.h"

namespace keeve::engine {
namespace {

using testing::expectThrown;
using testing::expectValue;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing::testEngine;

class HardeningTest : public ::testing::Test {
 protected:
  std::string value(std::string_view script) { return expectValue(realm_, script); }
  std::string error(std::string_view script) { return expectThrown(realm_, script); }

 private:
  Realm realm_{testEngine(), {}};
};

// A walk of its own, not lockdown's: by property, accessor and prototype from globalThis and from what syntax alone gives.
constexpr std::string_view kWalk = R"js(
(() => {
  const bySyntax = {
    array: [], regexp: /x/, function: function () {}, arrow: () => {}, async: async () => {},
    generator: function* () {}, asyncGenerator: async function* () {}, klass: class {},
    promise: (async () => {})(), arguments: (function () { return arguments; })(),
    arrayIterator: [].keys(), mapIterator: new Map().keys(), setIterator: new Set().keys(),
    stringIterator: ''[Symbol.iterator](), matches: ''.matchAll(/x/g), error: (() => { try { null.x; } catch (e) { return e; } })(),
    bigint: Object(1n), symbol: Object(Symbol()), string: Object(''), number: Object(1), boolean: Object(true),
    thrower: { __proto__: null, f: Object.getOwnPropertyDescriptor(function () { 'use strict'; return arguments; }(), 'callee').get },
    template: (strings => strings)`a${1}b`,
  };
  const seen = new Map();
  const mutable = [];
  const visit = (value, path) => {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return;
    if (value === globalThis || seen.has(value)) return;
    seen.set(value, path);
    if (!Object.isFrozen(value)) mutable.push(path);
    children(value, path);
  };
  const children = (object, path) => {
    for (const key of Reflect.ownKeys(object)) {
      const { value, get, set } = Reflect.getOwnPropertyDescriptor(object, key);
      visit(value, `${path}.${String(key)}`);
      visit(get, `get ${path}.${String(key)}`);
      visit(set, `set ${path}.${String(key)}`);
    }
    visit(Object.getPrototypeOf(object), `${path}.__proto__`);
  };
  for (const [name, value] of Object.entries(bySyntax)) visit(Object.getPrototypeOf(value), name);
  visit(bySyntax.thrower.f, 'thrower');
  children(globalThis, 'globalThis');
  return { mutable, enough: seen.size > 600 };
})()
)js";

TEST_F(HardeningTest, EveryIntrinsicIsFrozenAlsoThoseReachedBySyntaxOnly) {
  EXPECT_EQ(value(kWalk), R"({"mutable":[],"enough":true})");
}

TEST_F(HardeningTest, GlobalBindingsAreFixedAndNewGlobalsAreAllowed) {
  EXPECT_EQ(value(R"js(
    Reflect.ownKeys(globalThis).filter(key => {
      const { writable, configurable } = Reflect.getOwnPropertyDescriptor(globalThis, key);
      return writable || configurable;
    }))js"),
            "[]");
  EXPECT_THAT(error("'use strict'; Array = 1"), StartsWith("TypeError: Cannot assign"));
  EXPECT_EQ(value("globalThis.mine = 1; mine"), "1");
}

TEST_F(HardeningTest, WhatVatCodeMayNotHaveIsNotThere) {
  EXPECT_EQ(
      value(
          R"js([typeof WeakRef, typeof FinalizationRegistry, typeof SharedArrayBuffer, typeof Atomics,
                        typeof WebAssembly, typeof Intl, typeof RegExp.$1, typeof RegExp.input]
                       .every(type => type === 'undefined'))js"),
      "true");
}

TEST_F(HardeningTest, TheClockNeedsItsPower) {
  for (const char* script : {"Date.now()", "new Date()", "Date()", "Reflect.construct(Date, [])",
                             "new (class extends Date {})()", "new Date(0).constructor.now()"}) {
    EXPECT_THAT(error(script), StartsWith("TypeError: ")) << script;
    EXPECT_THAT(error(script), HasSubstr("power \"clock\"")) << script;
  }
}

TEST_F(HardeningTest, DatesOfAGivenTimeWork) {
  EXPECT_EQ(value("new Date(86400000)"), "\"1970-01-02T00:00:00.000Z\"");
  EXPECT_EQ(
      value("[Date.UTC(1970, 0, 2), Date.parse('1970-01-02'), new Date(1970, 0, 2).getTime()]"),
      "[86400000,86400000,86400000]");
  EXPECT_EQ(value("[new Date(0) instanceof Date, Date.length, Date.name, new Date(0).constructor "
                  "=== Date]"),
            R"([true,7,"Date",true])");
  EXPECT_EQ(value("class D extends Date {}; [new D(5).getTime(), new D(5) instanceof D]"),
            "[5,true]");
}

TEST_F(HardeningTest, ChanceNeedsItsPower) {
  EXPECT_THAT(error("Math.random()"), StartsWith("TypeError: "));
  EXPECT_THAT(error("Math.random()"), HasSubstr("power \"random\""));
}

TEST_F(HardeningTest, PowersThatAreGrantedWork) {
  EXPECT_EQ(value("grant('now', () => 86400000); grant('random', () => 0.5);"
                  "[Date.now(), new Date().toISOString(), Date().slice(0, 15), Math.random()]"),
            R"([86400000,"1970-01-02T00:00:00.000Z","Fri Jan 02 1970",0.5])");
}

TEST_F(HardeningTest, NothingDependsOnTheMachinesLocaleOrZone) {
  EXPECT_EQ(
      value("[(1234567.5).toLocaleString(), 1234567n.toLocaleString(), [1234.5].toLocaleString()]"),
      R"(["1234567.5","1234567","1234.5"])");
  EXPECT_EQ(value("['a'.localeCompare('b'), 'a'.localeCompare('B'), 'I'.toLocaleLowerCase('tr')]"),
            R"([-1,1,"i"])");
  EXPECT_EQ(value("[new Date(0).getTimezoneOffset(), new Date(0).toLocaleDateString('de')]"),
            R"([0,"Thu Jan 01 1970"])");
  EXPECT_THAT(error("String.prototype.localeCompare.call(null, 'x')"), StartsWith("TypeError: "));
}

TEST_F(HardeningTest, OwnPropertiesMayShadowFrozenInheritedOnesByAssignment) {
  EXPECT_EQ(value(R"js('use strict';
    const error = new TypeError('x');
    error.name = 'Mine'; error.message = 'm';
    const object = {}; object.toString = () => 'o'; object.hasOwnProperty = 1; object.constructor = 2;
    function Old() {}
    Old.prototype = Object.create(Error.prototype);
    Old.prototype.constructor = Old; Old.prototype.name = 'Old';
    const array = []; array.push = 3; array.map = 4;
    const map = new Map(); map.get = 5;
    const f = () => {}; f.call = 6; f.toString = () => 'f';
    class A extends Array {} A.from = 7;
    class P extends Promise {} P.all = 8;
    const promise = Promise.resolve(); promise.catch = 9;
    function* g() {} g.prototype.return = 10;
    [String(error), String(object), String(new Old()), array.push, map.get, f.call, String(f), A.from, P.all,
     promise.catch, g.prototype.return];
  )js"),
            R"(["Mine: m","o","Old",3,5,6,"f",7,8,9,10])");
}

TEST_F(HardeningTest, ShadowingMakesAnOrdinaryPropertyThatCanBeAssignedAgain) {
  EXPECT_EQ(value("const o = {}; o.toString = 1; o.toString = 2; "
                  "Object.getOwnPropertyDescriptor(o, 'toString')"),
            R"({"value":2,"writable":true,"enumerable":true,"configurable":true})");
  EXPECT_THAT(error("'use strict'; Object.freeze([]).push = 1"), StartsWith("TypeError: "));
  EXPECT_THAT(error("'use strict'; Object.defineProperty({}, 'x', {value: 1}).x = 2"),
              StartsWith("TypeError: "));
  EXPECT_EQ(value("const o2 = {}; Reflect.set(Object.prototype, 'valueOf', 3, o2); o2.valueOf"),
            "3");
}

TEST_F(HardeningTest, IntrinsicsThemselvesCannotBeChanged) {
  for (const char* script :
       {"Object.prototype.toString = 1", "Array.prototype.push = 1", "Array.prototype.extra = 1",
        "Array.prototype[0] = 1", "Array.prototype.length = 1", "Error.extra = 1",
        "Error.stackTraceLimit = 0", "Error.prototype.name = 1", "RegExp.prototype.exec = 1",
        "Promise.prototype.then = 1", "Object.setPrototypeOf(Array.prototype, null)",
        "delete Map.prototype.get", "Object.defineProperty(Object.prototype, 'x', {value: 1})",
        "Math.abs.extra = 1", "Object.getPrototypeOf(function* () {}).extra = 1",
        "Object.prototype.__defineGetter__('x', () => 1)",
        "Reflect.getOwnPropertyDescriptor(Map.prototype, 'get').set.call(Map.prototype, 1)"}) {
    EXPECT_THAT(error("'use strict'; " + std::string(script)), StartsWith("TypeError: ")) << script;
  }
  // The same from sloppy code, which is not told, and often enough for every cache to have learnt it.
  EXPECT_EQ(value("for (let i = 0; i < 10000; i += 1) Function('o', 'i', 'o[i] = "
                  "1')(Array.prototype, i % 3);"
                  "const f = Function('o', 'i', 'o[i] = 1');"
                  "for (let i = 0; i < 10000; i += 1) f(Array.prototype, i); "
                  "[Array.prototype.length, [][0]]"),
            "[0,null]");
}

TEST_F(HardeningTest, TheMethodsThatTheFlagsTookAwayAreSupplied) {
  EXPECT_EQ(value("[[1, 2, 3].at(-1), 'abc'.at(-2), new Uint8Array([7, 8]).at(-1), [].at(0), "
                  "[1].at(NaN), [1].at(-2)]"),
            R"([3,"b",8,null,1,null])");
  EXPECT_EQ(value("[[1, 2, 3].findLast(x => x < 3), [1, 2, 1].findLastIndex(x => x === 1), "
                  "[1].findLastIndex(x => x > 1)]"),
            "[2,2,-1]");
  EXPECT_EQ(value("[new Int8Array([1, 2]).findLast(x => x > 0), new Int8Array(2).findLastIndex(x "
                  "=> x > 0)]"),
            "[2,-1]");
  EXPECT_EQ(
      value("[Object.hasOwn({a: 1}, 'a'), Object.hasOwn({}, 'toString'), Object.hasOwn('ab', 1)]"),
      "[true,false,true]");
  EXPECT_EQ(
      value("[Array.prototype.at.name, Array.prototype.at.length, Array.prototype.findLast.length,"
            " Object.keys(Array.prototype)]"),
      R"(["at",1,1,[]])");
  EXPECT_THAT(error("[].findLast()"), StartsWith("TypeError: "));
  EXPECT_THAT(error("Object.hasOwn(null, 'x')"), StartsWith("TypeError: "));
  EXPECT_THAT(error("Uint8Array.prototype.at.call([1], 0)"), StartsWith("TypeError: "));
}

TEST_F(HardeningTest, EvalAndFunctionStayInTheRealm) {
  EXPECT_EQ(value("[eval('1 + 1'), new Function('a', 'return a * 2')(4), (0, eval)('this') === "
                  "globalThis]"),
            "[2,8,true]");
  EXPECT_EQ(value("[(() => {}).constructor === Function, Function('return typeof process + typeof "
                  "require')()]"),
            R"([true,"undefinedundefined"])");
  EXPECT_THAT(error("Function('%DebugPrint(1)')"), StartsWith("SyntaxError"));
}

TEST_F(HardeningTest, OrdinaryCodeWorksAsEver) {
  EXPECT_EQ(
      value(R"js(
    class Point { #x; constructor(x) { this.#x = x; } get x() { return this.#x; } static of(x) { return new Point(x); } }
    const list = [5, 3, 9]; list.sort((a, b) => a - b); list.push(1); list[list.length] = 2;
    const map = new Map([[1, 'a']]); map.set(2, 'b');
    const bytes = new Uint8Array(4); bytes[1] = 7; bytes.set([1, 2], 2);
    const rest = { ...'ab'.match('(?<first>a)').groups };
    function* count() { yield 1; yield* [2, 3]; }
    [Point.of(3).x, list, [...map], Array.from(bytes), rest, 'x-y-z'.replace(/-(\w)/g, (...found) => found[1].toUpperCase()),
     'a,b;c'.split(/[,;]/), [...'aXbX'.matchAll(/X/g)].length, [...count()], Object.entries({ a: 1 }),
     JSON.parse('{"a":[1,2]}'), [1, [2, [3]]].flat(Infinity), new Set([1, 1]).size, `${[1, 2]}`, String(1n)];
  )js"),
      R"([3,[3,5,9,1,2],[[1,"a"],[2,"b"]],[0,7,1,2],{"first":"a"},"xYZ",["a","b","c"],2,[1,2,3],[["a",1]],)"
      R"({"a":[1,2]},[1,2,3],1,"1,2","1"])");
  EXPECT_EQ(value(R"js((async () => {
    const values = [];
    for await (const value of (async function* () { yield 1; yield 2; })()) values.push(value);
    return [values, await Promise.all([1, Promise.resolve(2)]),
            (await Promise.allSettled([Promise.reject(new Error('no'))]))[0].reason.message];
  })())js"),
            R"([[1,2],[1,2],"no"])");
}

}  // namespace
}  // namespace keeve::engine
