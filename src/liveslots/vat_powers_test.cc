// What a vat is started with (SPEC §8.3, §10, §12): vatPowers, its parameters, and the one name of its root.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "liveslots/testing/bare_vat.h"
#include "protocol/body_writer.h"

namespace keeve::liveslots::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kProgram = R"js(
export const buildRootObject = (vatPowers, parameters) => {
  console.log(Object.keys(vatPowers), Object.isFrozen(vatPowers), parameters);
  const root = Far('root', {
    leave(value) { vatPowers.exitVat(value); vatPowers.exitVat('again'); console.log('still here'); },
    fail(reason) { vatPowers.exitVatWithFailure(Error(reason)); },
    leaveBadly() { try { vatPowers.exitVat({ f: () => 1, n: 1 }); } catch (error) { console.log(error.message); } },
    leaveWithRoot() { vatPowers.exitVat([root]); },
    askAdmin() { E(vatPowers.vatAdmin).createVat('other'); },
    isParameter(it) { console.log(it === parameters.bank); },
  });
  return root;
};
)js";

void startOn(BareVat& vat) {
  const DeliveryOutcome outcome = vat.start();
  ASSERT_TRUE(std::holds_alternative<Delivered>(outcome));
}

TEST(VatPowers, AVatLeavesWithAValueOnce) {
  BareVat vat(kProgram);
  startOn(vat);
  EXPECT_THAT(vat.printed(), ElementsAre("[ 'exitVat', 'exitVatWithFailure' ] true undefined"));
  vat.call("leave", {"done"});
  ASSERT_THAT(vat.effects().exits, SizeIs(1));
  EXPECT_FALSE(vat.effects().exits[0].failed);
  EXPECT_EQ(vat.effects().exits[0].value.body, valueOf("done").body);
  EXPECT_THAT(vat.printed(), ElementsAre("still here"));
}

TEST(VatPowers, AVatFailsForAReason) {
  BareVat vat(kProgram);
  startOn(vat);
  vat.call("fail", {"too much"});
  ASSERT_THAT(vat.effects().exits, SizeIs(1));
  EXPECT_TRUE(vat.effects().exits[0].failed);
  EXPECT_THAT(vat.effects().exits[0].value.body, HasSubstr("too much"));
}

TEST(VatPowers, WhatAVatLeavesWithIsPassable) {
  BareVat vat(kProgram);
  startOn(vat);
  vat.call("leaveBadly");
  EXPECT_THAT(vat.effects().exits, IsEmpty());
  EXPECT_THAT(vat.printed(), ElementsAre("cannot pass exitVat()[0].f: functions are not passable; "
                                         "pass an object of methods"));
  vat.call("leaveWithRoot");
  ASSERT_THAT(vat.effects().exits, SizeIs(1));
  EXPECT_THAT(vat.effects().exits[0].value.slots, ElementsAre(kRoot));
}

TEST(VatPowers, TheAdminIsAPresence) {
  BareVat vat(kProgram);
  vat.order.vatAdmin = importNamed(9);
  startOn(vat);
  EXPECT_THAT(vat.printed(),
              ElementsAre("[ 'exitVat', 'exitVatWithFailure', 'vatAdmin' ] true undefined"));
  vat.call("askAdmin");
  ASSERT_THAT(vat.effects().sent, SizeIs(1));
  EXPECT_EQ(vat.effects().sent[0].target, importNamed(9));
}

TEST(VatPowers, ParametersMayHoldPresences) {
  BareVat vat(kProgram);
  BodyWriter body;
  body.record(2);
  body.string("bank");
  body.remotable(0, "Alleged: bank");
  body.string("list");
  body.array(1);
  body.remotable(0, "Alleged: bank");
  vat.order.parameters = {.body = body.take(), .slots = {importNamed(5)}};
  startOn(vat);
  EXPECT_THAT(vat.printed().at(0), HasSubstr("bank: Object [Alleged: bank] {}"));
  vat.call("isParameter", {importNamed(5)});
  EXPECT_THAT(vat.printed(), ElementsAre("true"));
}

constexpr const char* kVirtualRoot = R"js(
const makeRoot = makeKind(function root(state) {
  const self = {
    sendMe(it) { E.sendOnly(it).take(self); },
    isMe(it) { console.log(it === self); },
    keep() { state.me = self; state.list = [self]; },
    isKept() { console.log(state.me === self && state.list[0] === self); },
    giveMe() { return self; },
  };
  return { init() { state.me = null; state.list = null; }, self };
});
const roots = makeStore('root');
export const buildRootObject = (_powers, parameters) => {
  if (!roots.has(0)) roots.init(0, makeRoot());
  const root = roots.get(0);
  E.sendOnly(parameters).take(root);
  return root;
};
)js";

TEST(Roots, AVirtualObjectHasOneNameForOthersAndIsItselfWhenItComesHome) {
  BareVat vat(kVirtualRoot);
  vat.order.parameters = valueOf(importNamed(5));
  for (int incarnation = 0; incarnation < 2; ++incarnation) {
    startOn(vat);
    ASSERT_THAT(vat.effects().sent, SizeIs(1));
    EXPECT_THAT(vat.effects().sent[0].message.slots, ElementsAre(kRoot));
    vat.call("sendMe", {importNamed(5)});
    EXPECT_THAT(vat.effects().sent.at(0).message.slots, ElementsAre(kRoot));
    vat.call("giveMe", {}, promiseNamed(50));
    EXPECT_THAT(vat.effects().resolved.at(0).value.slots, ElementsAre(kRoot));
    vat.call("isMe", {kRoot});
    EXPECT_THAT(vat.printed(), ElementsAre("true"));
    EXPECT_FALSE(vat.call("keep"));
    vat.call("isKept");
    EXPECT_THAT(vat.printed(), ElementsAre("true"));
  }
}

constexpr const char* kStoredRoot = R"js(
export const buildRootObject = (_powers, parameters, baggage) => {
  let early;
  const root = Far('root', {
    isKept() { console.log(baggage.get('root') === root); },
    askEarly() { E(early).isKept(); },
  });
  if (baggage.has('root')) early = baggage.get('root');
  else baggage.init('root', early = root);
  E.sendOnly(parameters).take(root);
  return root;
};
)js";

TEST(Roots, AHeapObjectThatWasStoredBeforeItBecameTheRootIsTheRoot) {
  BareVat vat(kStoredRoot);
  vat.order.parameters = valueOf(importNamed(5));
  for (int incarnation = 0; incarnation < 2; ++incarnation) {
    const DeliveryOutcome started = vat.start();
    EXPECT_FALSE(std::get<Delivered>(started).heapIsNamed);
    ASSERT_THAT(vat.effects().sent, SizeIs(1));
    EXPECT_THAT(vat.effects().sent[0].message.slots, ElementsAre(kRoot));
    for (const char* method : {"isKept", "askEarly"}) {
      vat.call(method);
      EXPECT_THAT(vat.printed(), ElementsAre("true"));
    }
  }
}

}  // namespace
}  // namespace keeve::liveslots::testing
