// SPEC §4.6, §7 at wall 2: what a heap answers of the objects that nothing outside of it refers to, and that vat code cannot
// tell what it let go of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "liveslots/testing/bare_vat.h"

namespace keeve::liveslots::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Vref kFriend{kImportClass, 7};

constexpr const char* kProgram = R"js(
const makeThing = makeKind(function thing(state) {
  return {
    init(value) { state.value = value; },
    self: { value() { return state.value; }, put(value) { state.value = value; } },
  };
});
const makeKnown = makeKind(function known(state) {
  const self = { value() { return state.value; } };
  return { init() { state.value = 1; weakly.has(self); }, self };
});
const makeMute = makeKind(() => ({ self: { hello() { return 'hi'; } } }), { tag: 'mute' });
const kept = makeStore('kept');
const weakly = makeWeakStore('weakly');
const others = makeStore('other');
let held;
let marks = new WeakMap();
const print = value => console.log(`${value}`);
const makeFar = () => Far('far', { hi() { return 'hi'; } });

export const buildRootObject = () => Far('root', {
  lend(it) { held = makeFar(); E.sendOnly(it).take(held); },
  lendAgain(it) { E.sendOnly(it).take(held); },
  hold(it) { held = it; },
  drop() { held = undefined; },
  markHeld(value) { marks.set(held, value); },
  mark(it, value) { marks.set(it, value); },
  markWithSelf(it) { marks.set(it, { it }); },
  marked(it) { print(marks.has(it) ? marks.get(it) : '-'); },
  markedHeld() { print(marks.has(held) ? marks.get(held) : '-'); },
  markWithThing(it) { marks.set(it, makeThing('marked')); },
  dropMarks() { marks = new WeakMap(); },
  makeThing() { held = makeThing('made'); },
  storeHeld() { kept.init('it', held); },
  storePair() { kept.init('pair', [makeThing('made')]); },
  unstore() { kept.delete('it'); },
  markStored() { marks.set(kept.get('it'), 'mark'); },
  markedStored() { print(marks.get(kept.get('it'))); },
  isHeld() { print(kept.get('it') === held); },
  promise(value) { held = Promise.resolve(value); },
  rejected() { held = Promise.reject(Error('no')); held.catch(() => {}); },
  pending() { held = new Promise(() => {}); },
  awaitStored() { kept.get('it').then(print, error => print(error.message)); },
  churn() { others.init(others.getSize(), 0); },
  useStore() { const store = makeStore('own'); store.init('a', makeThing('entry')); kept.init('it', store); },
  selfMarked() { held = makeThing('self'); marks.set(held, { held }); },
  keyHeld() { kept.init(held, 1); }, unkeyHeld() { kept.delete(held); }, isKeyHeld() { print(kept.has(held)); },
  makeKnown() { makeKnown(); },
  // The fourth is made as those before it were seen to be made.
  holdMethodOfOne() {
    for (let i = 0; i < 3; i += 1) makeMute();
    kept.init('it', makeMute());
    held = kept.get('it').hello;
  },
  isMethodHeld() { print(kept.get('it').hello === held); },
  findNewborns() {
    const made = [];
    for (let i = 0; i < 3000; i += 1) { made.push(makeThing(i)); others.init(i, made[i]); }
    print(made.every((it, i) => others.get(i) === it && others.get(i).value() === i));
  },
});
)js";

class HeapQueries : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(std::holds_alternative<Delivered>(vat_.start())); }

  // An incarnation that has next to nothing in its state cache.
  void startWithoutCache() {
    vat_.limits.cacheBytesMax = 1;
    SetUp();
  }

  Vref sentRef() { return vat_.effects().sent.at(0).message.slots.at(0); }

  // The virtual object that the crank wrote last.
  Vref madeRef() {
    Vref made;
    for (const auto& [key, value] : vat_.effects().writes) {
      if (key[0] != 'o' || !value) continue;
      std::string_view rest = std::string_view(key).substr(1);
      takeOrderedVarint(rest, made.id);
      made.refClass = kFirstShapeClass;
    }
    return made;
  }

  // The promise that the crank stored.
  Vref storedPromise() {
    Vref promise;
    for (const auto& [key, value] : vat_.effects().writes) {
      if (key[0] != 'p' || !value) continue;
      std::string_view rest = std::string_view(key).substr(1);
      takeOrderedVarint(rest, promise.id);
      promise.refClass = kPromiseClass;
    }
    return promise;
  }

  BareVat vat_{kProgram};
};

// §4.6: what hangs on a representative keeps it, also a method that knows nothing of it.
TEST_F(HeapQueries, AMethodHoldsItsRepresentative) {
  startWithoutCache();
  vat_.call("holdMethodOfOne");
  const Vref made = madeRef();
  vat_.call("churn");  // pushes the entry out
  vat_.collect({});
  EXPECT_TRUE(vat_.holds(made));
  vat_.call("isMethodHeld");
  EXPECT_THAT(vat_.printed(), ElementsAre("true"));
}

// §4.6, while they are in no table yet: their entries are read back in the crank that made them.
TEST_F(HeapQueries, ANewRepresentativeIsFoundInTheCrankThatMadeIt) {
  startWithoutCache();
  vat_.call("findNewborns");
  EXPECT_THAT(vat_.printed(), ElementsAre("true"));
}

TEST_F(HeapQueries, AHeapObjectLivesAsLongAsItIsHeldOutside) {
  vat_.call("lend", {kFriend});
  const Vref lent = sentRef();
  vat_.call("drop");
  EXPECT_THAT(vat_.collect({}), IsEmpty());
  EXPECT_TRUE(vat_.holds(lent));
  EXPECT_THAT(vat_.collect({lent}), ElementsAre(HeapHold::none));
  EXPECT_FALSE(vat_.holds(lent));
}

TEST_F(HeapQueries, AReleasedHeapObjectKeepsItsNumber) {
  vat_.call("lend", {kFriend});
  const Vref lent = sentRef();
  EXPECT_THAT(vat_.collect({lent}), ElementsAre(HeapHold::held));
  vat_.call("lendAgain", {kFriend});
  EXPECT_EQ(sentRef(), lent);
  vat_.call("drop");
  EXPECT_THAT(vat_.collect({}), IsEmpty());
  EXPECT_TRUE(vat_.holds(lent)) << "it was sent again, and so is kept again";
  EXPECT_THAT(vat_.collect({lent}), ElementsAre(HeapHold::none));
}

TEST_F(HeapQueries, TheRootIsAlwaysHeld) {
  EXPECT_THAT(vat_.collect({kRoot}), ElementsAre(HeapHold::held));
  vat_.call("drop");
}

TEST_F(HeapQueries, AReleasedHeapObjectThatIsStoredAgainIsFoundThere) {
  startWithoutCache();
  vat_.call("lend", {kFriend});
  const Vref lent = sentRef();
  EXPECT_THAT(vat_.collect({lent}), ElementsAre(HeapHold::held));
  vat_.call("markHeld", {"mark"});
  vat_.call("storeHeld");
  vat_.call("drop");
  vat_.call("churn");
  vat_.collect({});
  vat_.call("markedStored");
  EXPECT_THAT(vat_.printed(), ElementsAre("mark"));
}

TEST_F(HeapQueries, AVirtualObjectThatOnlyItsOwnEntryHoldsIsNotHeld) {
  vat_.call("selfMarked");
  const Vref made = madeRef();
  EXPECT_THAT(vat_.collect({made}), ElementsAre(HeapHold::held));
  vat_.call("drop");
  EXPECT_THAT(vat_.collect({made}), ElementsAre(HeapHold::none));
}

TEST_F(HeapQueries, AnEntryOfAReleasedKeyLastsAgainOnceTheKeyIsStored) {
  startWithoutCache();
  vat_.call("makeThing");
  const Vref made = madeRef();
  vat_.call("markHeld", {"mark"});
  EXPECT_THAT(vat_.collect({made}), ElementsAre(HeapHold::held));
  vat_.call("markedHeld");
  EXPECT_THAT(vat_.printed(), ElementsAre("mark"));
  vat_.call("storeHeld");
  vat_.call("drop");
  vat_.call("churn");
  vat_.collect({});
  EXPECT_FALSE(vat_.holds(made));
  vat_.call("markedStored");
  EXPECT_THAT(vat_.printed(), ElementsAre("mark"));
}

TEST_F(HeapQueries, APresenceThatWasAKeyIsRecognizedUntilItIsGone) {
  vat_.call("mark", {kFriend, "mark"});
  EXPECT_THAT(vat_.collect({kFriend}), ElementsAre(HeapHold::recognized));
  vat_.call("marked", {kFriend});
  EXPECT_THAT(vat_.printed(), ElementsAre("mark"));
  EXPECT_THAT(vat_.collect({kFriend, importNamed(8)}),
              ElementsAre(HeapHold::recognized, HeapHold::none));
  vat_.ask({.collect = false, .unheld = {}, .gone = {kFriend.key()}});
  EXPECT_THAT(vat_.collect({kFriend}), ElementsAre(HeapHold::none));
  vat_.call("marked", {kFriend});
  EXPECT_THAT(vat_.printed(), ElementsAre("-"));
}

TEST_F(HeapQueries, AQuickLookIsSureOnlyWhereTheSlotTableTellsAll) {
  startWithoutCache();
  vat_.call("makeThing");
  const Vref made = madeRef();
  EXPECT_TRUE(vat_.worker().surelyHolds(made));
  EXPECT_FALSE(vat_.worker().surelyHolds(kRoot));  // which JavaScript keeps for others
  vat_.call("markHeld", {"mark"});                 // and a key of a WeakMap
  EXPECT_FALSE(vat_.worker().surelyHolds(made));
  EXPECT_THAT(vat_.collect({made}), ElementsAre(HeapHold::held));
}

TEST_F(HeapQueries, ADroppedCollectionTakesItsEntriesAlong) {
  vat_.call("markWithThing", {kFriend});
  const Vref made = madeRef();
  EXPECT_THAT(vat_.collect({made, kFriend}), ElementsAre(HeapHold::held, HeapHold::recognized));
  vat_.call("dropMarks");
  EXPECT_THAT(vat_.collect({made, kFriend}), ElementsAre(HeapHold::none, HeapHold::none));
}

TEST_F(HeapQueries, ASettledPromiseIsBroughtBackFromItsRecord) {
  startWithoutCache();
  for (const bool rejected : {false, true}) {
    if (rejected) {
      vat_.call("rejected");
    } else {
      vat_.call("promise", {"done"});
    }
    EXPECT_FALSE(vat_.call("storeHeld"));
    const Vref promise = storedPromise();
    EXPECT_TRUE(vat_.holds(promise));
    vat_.call("drop");
    vat_.call("churn");  // pushes the entry out
    vat_.collect({});
    EXPECT_FALSE(vat_.holds(promise));
    vat_.call("awaitStored");
    EXPECT_THAT(vat_.printed(), ElementsAre(rejected ? "no" : "done"));
    vat_.call("unstore");
  }
}

TEST_F(HeapQueries, APromiseThatIsAKeyIsTheSameWhenItIsReadAgain) {
  startWithoutCache();
  vat_.call("promise", {"done"});
  vat_.call("markHeld", {"mark"});
  vat_.call("storeHeld");
  const Vref promise = storedPromise();
  vat_.call("drop");
  vat_.call("churn");
  vat_.collect({});
  vat_.call("markedStored");
  EXPECT_THAT(vat_.printed(), ElementsAre("mark"));
  vat_.call("unstore");
  EXPECT_THAT(vat_.collect({promise}), ElementsAre(HeapHold::none));
}

TEST_F(HeapQueries, ABroughtBackPromiseThatBecomesAKeyIsKept) {
  startWithoutCache();
  vat_.call("promise", {"done"});
  vat_.call("storeHeld");
  vat_.call("drop");
  vat_.call("churn");
  vat_.collect({});
  vat_.call("markStored");
  vat_.collect({});
  vat_.call("markedStored");
  EXPECT_THAT(vat_.printed(), ElementsAre("mark"));
}

TEST_F(HeapQueries, AnUnsettledPromiseIsHeldWhileItIsStored) {
  vat_.call("pending");
  EXPECT_TRUE(vat_.call("storeHeld")) << "the heap is named";
  const Vref promise{kPromiseClass, kFirstFreeId + 4};  // after stores and the root
  vat_.call("drop");
  vat_.collect({});
  ASSERT_TRUE(vat_.holds(promise));
  vat_.call("unstore");
  EXPECT_THAT(vat_.collect({promise}), ElementsAre(HeapHold::none));
  EXPECT_FALSE(vat_.call("drop")) << "nothing names the heap any more";
}

TEST_F(HeapQueries, WhatOnlyTheCacheHoldsIsNotHeld) {
  vat_.call("makeThing");
  const Vref made = madeRef();
  vat_.call("storeHeld");
  vat_.call("drop");
  vat_.call("unstore");
  EXPECT_THAT(vat_.collect({made}), ElementsAre(HeapHold::none));
}

TEST_F(HeapQueries, AnObjectThatWasAKeyIsNotHeldByTheStore) {
  vat_.call("makeThing");
  const Vref made = madeRef();
  vat_.call("keyHeld");
  vat_.call("unkeyHeld");
  EXPECT_THAT(vat_.collect({made}), ElementsAre(HeapHold::held));
  vat_.call("isKeyHeld");
  EXPECT_THAT(vat_.printed(), ElementsAre("false"));
  vat_.call("keyHeld");
  vat_.call("isKeyHeld");
  EXPECT_THAT(vat_.printed(), ElementsAre("true"));
  vat_.call("unkeyHeld");
  vat_.call("drop");
  EXPECT_THAT(vat_.collect({made}), ElementsAre(HeapHold::none));
}

TEST_F(HeapQueries, AnObjectThatWasLookedForInAStoreIsNotHeldByIt) {
  vat_.call("makeThing");
  const Vref made = madeRef();
  vat_.call("isKeyHeld");
  vat_.call("drop");
  EXPECT_THAT(vat_.collect({made}), ElementsAre(HeapHold::none));
  vat_.call("makeKnown");
  EXPECT_THAT(vat_.collect({madeRef()}), ElementsAre(HeapHold::none)) << "looked for in its init";
}

TEST_F(HeapQueries, AStoreThatOnlyTheCacheHoldsIsNotHeldNorWhatIsInIt) {
  vat_.call("useStore");
  const Vref made = madeRef();
  const Vref store{kStrongStoreClass, made.id - 1};
  vat_.call("unstore");
  EXPECT_THAT(vat_.collect({store, made}), ElementsAre(HeapHold::none, HeapHold::none));
}

}  // namespace
}  // namespace keeve::liveslots::testing
