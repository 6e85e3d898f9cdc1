// SPEC §10 at wall 2: messages to promises that the vat decides, what it says of promises and in which order, and when it
// sees what became of a promise.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "liveslots/testing/bare_vat.h"

namespace keeve::liveslots::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kProgram = R"js(
const makeThing = makeKind(function thing(state) {
  return { init(name) { state.name = name; }, self: {
    say(word) { console.log(`${state.name} hears ${word}`); return word; },
  } };
});
const kept = makeStore('kept');
const held = [];
let settle;
let refuse;
let friend;
let own;
const pending = () => new Promise((resolve, reject) => { settle = resolve; refuse = reject; });
export const buildRootObject = () => Far('root', {
  now() { return makeThing('now'); },
  giveBack(it) { return it; },
  later() { return pending(); },
  settleOwn() { settle(makeThing('own')); },
  settleWith(it) { settle(it); },
  refuse() { refuse(Error('no')); },
  meet(it) { friend = it; },
  lendPromise() { own = pending(); E.sendOnly(friend).take(own); },
  sayToOwn(word) { E(own).say(word); },
  hold(it) { held.push(it); },
  isHeld(it) { return held.includes(it); },
  sayToHeld(word) { E(held[0]).say(word); },
  ask() { const result = E(friend).give(); held.push(result); return 1; },
  askAndSay(word) {
    const result = E(friend).give();
    E(result).say(word);
    held.push(result);
    result.then(thing => E(thing).say('once known'));
  },
  settleTwice() {
    let settleA; let settleB;
    const a = new Promise(resolve => { settleA = resolve; });
    const b = new Promise(resolve => { settleB = resolve; });
    E.sendOnly(friend).take(a, b);
    settleA([b]);
    settleB([a]);
  },
  lendTwo() {
    const both = [pending()];
    const settleFirst = settle;
    both.push(pending());
    const settleSecond = settle;
    held.push(() => settleFirst([both[1]]), () => settleSecond([both[0]]));
    E.sendOnly(friend).take(both);
  },
  run(n) { held[n](); },
  settleItself() { const it = pending(); E.sendOnly(friend).take(it); settle([it]); },
  resultItself() { const it = pending(); settle([it]); return it; },
  sendThenSettleThenSend() {
    E.sendOnly(friend).first();
    E.sendOnly(friend).take(Promise.resolve(1).then(() => 2));
    Promise.resolve().then(() => {}).then(() => {}).then(() => {}).then(() => E.sendOnly(friend).last());
  },
  store(it) { kept.init(kept.getSize(), it); },
  storePending() { kept.init('pending', pending()); },
  storeHeap() { kept.init('heap', Far('heap', {})); },
});
)js";

constexpr Vref kFriend{kImportClass, 7};
constexpr Vref kResult{kImportedPromiseClass, 100};

class Pipelining : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(std::holds_alternative<Delivered>(vat_.start()));
    vat_.call("meet", {kFriend});
  }

  void say(const Vref& target, const std::string& word, const std::optional<Vref>& result = {}) {
    const DeliveryOutcome outcome = vat_.deliver(target, callOf("say", {word}), result);
    ASSERT_TRUE(std::holds_alternative<Delivered>(outcome)) << std::get<Fault>(outcome).detail;
  }

  Effects& effects() { return vat_.effects(); }

  BareVat vat_{kProgram};
};

TEST_F(Pipelining, WhatIsSentToAResultWaitsForItAndComesInOrder) {
  vat_.call("later", {}, kResult);
  EXPECT_THAT(effects().resolved, IsEmpty());
  say(kResult, "one", promiseNamed(101));
  say(kResult, "two", promiseNamed(102));
  EXPECT_THAT(vat_.printed(), IsEmpty());
  vat_.call("settleOwn");
  EXPECT_THAT(vat_.printed(), ElementsAre("own hears one", "own hears two"));
  ASSERT_THAT(effects().resolved, SizeIs(3));
  EXPECT_EQ(effects().resolved[0].promise, kResult);
  EXPECT_EQ(effects().resolved[1].promise, promiseNamed(101));
  EXPECT_THAT(effects().resolved[2].value.body, HasSubstr("two"));
}

TEST_F(Pipelining, WhatIsSentToAResultThatBecomesAPresenceIsForwarded) {
  vat_.call("later", {}, kResult);
  say(kResult, "one", promiseNamed(101));
  say(kResult, "only");
  vat_.call("settleWith", {kFriend});
  ASSERT_THAT(effects().sent, SizeIs(2));
  EXPECT_EQ(effects().sent[0].target, kFriend);
  ASSERT_TRUE(effects().sent[0].result);
  EXPECT_FALSE(effects().sent[1].result);
  ASSERT_THAT(effects().resolved, SizeIs(1));
  // the result of the forwarded message settles that of the one that was delivered
  const Vref forwarded = *effects().sent[0].result;
  ASSERT_TRUE(std::holds_alternative<Delivered>(
      vat_.notify({Resolution{forwarded, false, valueOf("heard")}})));
  ASSERT_THAT(effects().resolved, SizeIs(1));
  EXPECT_EQ(effects().resolved[0].promise, promiseNamed(101));
  EXPECT_THAT(effects().resolved[0].value.body, HasSubstr("heard"));
}

TEST_F(Pipelining, WhatIsSentToARejectedResultRejectsForTheSameReason) {
  vat_.call("later", {}, kResult);
  say(kResult, "one", promiseNamed(101));
  vat_.call("refuse");
  ASSERT_THAT(effects().resolved, SizeIs(2));
  EXPECT_EQ(effects().resolved[1].promise, promiseNamed(101));
  EXPECT_TRUE(effects().resolved[1].rejected);
  EXPECT_THAT(effects().resolved[1].value.body, HasSubstr("no"));
  EXPECT_THAT(vat_.printed(), IsEmpty());  // nobody is told of an unhandled rejection
}

TEST_F(Pipelining, WhatIsSentToAnExportedPromiseComesBetweenTheVatsOwnMessages) {
  vat_.call("lendPromise");
  ASSERT_THAT(effects().sent, SizeIs(1));
  const Vref promise = effects().sent[0].message.slots.at(0);
  vat_.call("sayToOwn", {"mine"});
  say(promise, "theirs");
  vat_.call("sayToOwn", {"mine again"});
  vat_.call("settleOwn");
  EXPECT_THAT(vat_.printed(),
              ElementsAre("own hears mine", "own hears theirs", "own hears mine again"));
}

TEST_F(Pipelining, AResultThatArrivesAsAnArgumentIsOnePromise) {
  vat_.call("later", {}, kResult);
  vat_.call("hold", {kResult});
  EXPECT_THAT(effects().subscribed, IsEmpty());
  say(kResult, "theirs");
  vat_.call("sayToHeld", {"mine"});
  EXPECT_THAT(effects().sent, IsEmpty());
  vat_.call("isHeld", {kResult}, promiseNamed(110));
  EXPECT_EQ(effects().resolved.at(0).value.body, std::string(1, '\x03'));
  vat_.call("settleOwn");
  EXPECT_THAT(vat_.printed(), ElementsAre("own hears theirs", "own hears mine"));
}

TEST_F(Pipelining, AResultThatIsSettledToItselfIsRejected) {
  vat_.call("later", {}, kResult);
  vat_.call("settleWith", {kResult});
  ASSERT_THAT(effects().resolved, SizeIs(1));
  EXPECT_TRUE(effects().resolved[0].rejected);
  EXPECT_THAT(effects().resolved[0].value.body, HasSubstr("cycle"));
}

TEST_F(Pipelining, AMessageToAPromiseThatTheVatDoesNotDecideIsAFault) {
  for (const Vref& promise : {promiseNamed(200), Vref{kPromiseClass, 200}}) {
    ASSERT_TRUE(std::holds_alternative<Delivered>(vat_.start()));
    const DeliveryOutcome outcome = vat_.deliver(promise, callOf("say", {"x"}), promiseNamed(101));
    ASSERT_TRUE(std::holds_alternative<Fault>(outcome));
    EXPECT_THAT(std::get<Fault>(outcome).detail, HasSubstr("promise 200"));
  }
}

TEST_F(Pipelining, AResultIsGivenOnce) {
  vat_.call("later", {}, kResult);
  EXPECT_TRUE(std::holds_alternative<Fault>(vat_.deliver(kRoot, callOf("later", {}), kResult)));
}

// What comes home -----------------------------------------------------------------------------------------------------

TEST_F(Pipelining, AMessageThatComesHomeIsDecidedUnderItsOwnName) {
  vat_.call("ask");
  const Vref result = effects().sent.at(0).result.value();
  vat_.call("later", {}, result);
  say(result, "one");
  vat_.call("sayToHeld", {"two"});
  vat_.call("settleOwn");
  EXPECT_THAT(vat_.printed(), ElementsAre("own hears one", "own hears two"));
  ASSERT_THAT(effects().resolved, SizeIs(1));
  EXPECT_EQ(effects().resolved[0].promise, result);
}

TEST_F(Pipelining, WhatBecameOfAPromiseIsSeenWhenAFenceIsHome) {
  vat_.call("askAndSay", {"ahead"});
  ASSERT_THAT(effects().sent, SizeIs(2));
  const Vref asked = effects().sent[0].result.value();
  const Vref ahead = effects().sent[1].result.value();
  vat_.call("now", {}, promiseNamed(120));
  const Vref thing = effects().resolved.at(0).value.slots.at(0);
  const DeliveryOutcome told = vat_.notify({Resolution{asked, false, valueOf(thing)}});
  EXPECT_TRUE(std::get<Delivered>(told).heapIsNamed);
  ASSERT_THAT(effects().sent, SizeIs(1));
  const Sent fence = effects().sent[0];
  EXPECT_EQ(fence.target, kRoot);
  EXPECT_THAT(effects().subscribed, IsEmpty());
  vat_.call("sayToHeld", {"behind"});
  EXPECT_THAT(vat_.printed(), IsEmpty());
  say(thing, "ahead", ahead);
  EXPECT_THAT(vat_.printed(), ElementsAre("now hears ahead"));
  vat_.deliver(fence.target, fence.message, fence.result);
  EXPECT_THAT(vat_.printed(), ElementsAre("now hears behind", "now hears once known"));
  ASSERT_THAT(effects().resolved, SizeIs(1));
  EXPECT_EQ(effects().resolved[0].promise, *fence.result);
  EXPECT_FALSE(vat_.call("now"));
}

TEST_F(Pipelining, WhatTheVatItselfDecidesIsSeenWhenAFenceIsHome) {
  vat_.call("askAndSay", {"ahead"});
  const Vref asked = effects().sent[0].result.value();
  const Vref ahead = effects().sent[1].result.value();
  vat_.call("now", {}, asked);  // comes home, and settles
  EXPECT_THAT(effects().resolved, IsEmpty());
  ASSERT_THAT(effects().sent, SizeIs(1));
  const Sent fence = effects().sent[0];
  EXPECT_EQ(fence.target, asked);
  say(asked, "ahead", ahead);
  EXPECT_THAT(vat_.printed(), IsEmpty());
  vat_.deliver(asked, fence.message, fence.result);
  EXPECT_THAT(vat_.printed(), ElementsAre("now hears ahead", "now hears once known"));
  ASSERT_THAT(effects().resolved, SizeIs(3));
  EXPECT_FALSE(vat_.call("now"));
}

TEST_F(Pipelining, WhatCameHomeGoesOnElsewhereBeforeWhatIsSentLater) {
  vat_.call("askAndSay", {"ahead"});
  const Vref asked = effects().sent[0].result.value();
  const Vref ahead = effects().sent[1].result.value();
  vat_.call("giveBack", {importNamed(8)}, asked);
  EXPECT_THAT(effects().resolved, IsEmpty());
  ASSERT_THAT(effects().sent, SizeIs(1));
  const Sent fence = effects().sent[0];
  say(asked, "ahead", ahead);
  EXPECT_THAT(effects().sent, IsEmpty());
  vat_.deliver(asked, fence.message, fence.result);
  ASSERT_THAT(effects().sent, SizeIs(2));
  EXPECT_THAT(effects().sent[0].message.body, HasSubstr("ahead"));
  EXPECT_EQ(effects().sent[0].target, importNamed(8));
  EXPECT_THAT(effects().sent[1].message.body, HasSubstr("once known"));
  EXPECT_EQ(effects().sent[1].target, importNamed(8));
}

TEST_F(Pipelining, APromiseThatBecomesAnotherOnesIsSeenAsThatIs) {
  vat_.call("askAndSay", {"ahead"});
  const Vref asked = effects().sent[0].result.value();
  const Vref ahead = effects().sent[1].result.value();
  vat_.call("now", {}, promiseNamed(120));
  const Vref thing = effects().resolved.at(0).value.slots.at(0);
  vat_.notify({Resolution{asked, false, valueOf(promiseNamed(50))}});
  EXPECT_THAT(effects().sent, IsEmpty());
  vat_.notify({Resolution{promiseNamed(50), false, valueOf(thing)}});
  ASSERT_THAT(effects().sent, SizeIs(1));
  const Sent fence = effects().sent[0];
  say(thing, "ahead", ahead);
  EXPECT_THAT(vat_.printed(), ElementsAre("now hears ahead"));
  vat_.deliver(fence.target, fence.message, fence.result);
  EXPECT_THAT(vat_.printed(), ElementsAre("now hears once known"));
}

TEST_F(Pipelining, APromiseThatBecomesOneOfTheVatsOwnIsSeenWhenAFenceIsHome) {
  vat_.call("lendPromise");
  const Vref own = effects().sent.at(0).message.slots.at(0);
  vat_.call("askAndSay", {"ahead"});
  const Vref asked = effects().sent[0].result.value();
  const Vref ahead = effects().sent[1].result.value();
  vat_.notify({Resolution{asked, false, valueOf(own)}});
  ASSERT_THAT(effects().sent, SizeIs(1));
  const Sent fence = effects().sent[0];
  say(own, "ahead", ahead);
  vat_.call("settleOwn");
  EXPECT_THAT(vat_.printed(), ElementsAre("own hears ahead"));
  vat_.deliver(fence.target, fence.message, fence.result);
  // others may have been on their way to the promise when it was settled
  ASSERT_THAT(effects().sent, SizeIs(1));
  const Sent second = effects().sent[0];
  EXPECT_THAT(vat_.printed(), IsEmpty());
  vat_.deliver(second.target, second.message, second.result);
  EXPECT_THAT(vat_.printed(), ElementsAre("own hears once known"));
}

TEST_F(Pipelining, AFenceThatArrivesInAnotherIncarnationDoesNothing) {
  vat_.call("askAndSay", {"ahead"});
  const Vref asked = effects().sent[0].result.value();
  vat_.call("now", {}, asked);
  const VatCapData fence = effects().sent.at(0).message;
  ASSERT_TRUE(std::holds_alternative<Delivered>(vat_.start()));
  vat_.deliver(kRoot, fence, promiseNamed(140));
  EXPECT_THAT(vat_.printed(), IsEmpty());
  ASSERT_THAT(effects().resolved, SizeIs(1));
  EXPECT_FALSE(effects().resolved[0].rejected);
}

TEST_F(Pipelining, WhatWentElsewhereIsNotWaitedFor) {
  vat_.call("askAndSay", {"ahead"});
  const Vref asked = effects().sent[0].result.value();
  vat_.notify({Resolution{asked, false, valueOf(importNamed(8))}});
  ASSERT_THAT(effects().sent, SizeIs(1));
  EXPECT_EQ(effects().sent[0].target, importNamed(8));
}

// What is settled together --------------------------------------------------------------------------------------------

TEST_F(Pipelining, PromisesThatHoldEachOtherAreResolvedTogether) {
  vat_.call("settleTwice");
  ASSERT_THAT(effects().sent, SizeIs(1));
  const std::vector<Vref> names = effects().sent[0].message.slots;
  ASSERT_THAT(effects().resolved, SizeIs(2));
  EXPECT_THAT(effects().sentBeforeResolve, ElementsAre(1));
  EXPECT_EQ(effects().resolved[0].promise, names.at(0));
  EXPECT_THAT(effects().resolved[0].value.slots, ElementsAre(names.at(1)));
  EXPECT_THAT(effects().resolved[1].value.slots, ElementsAre(names.at(0)));
}

TEST_F(Pipelining, PromisesThatHoldEachOtherEndAlsoWhereTheyAreSettledInTwoCranks) {
  vat_.call("lendTwo");
  const std::vector<Vref> names = effects().sent.at(0).message.slots;
  vat_.call("run", {0.0});
  ASSERT_THAT(effects().resolved, SizeIs(1));
  EXPECT_THAT(effects().resolved[0].value.slots, ElementsAre(names.at(1)));
  vat_.call("run", {1.0});
  // the first has lost its name, gets another, and is resolved again beside the second
  ASSERT_THAT(effects().resolved, SizeIs(2));
  EXPECT_EQ(effects().resolved[0].promise, names.at(1));
  EXPECT_THAT(effects().resolved[0].value.slots, ElementsAre(effects().resolved[1].promise));
  EXPECT_THAT(effects().resolved[1].value.slots, ElementsAre(names.at(1)));
}

TEST_F(Pipelining, APromiseThatHoldsItselfIsResolvedOnce) {
  vat_.call("settleItself");
  const Vref name = effects().sent.at(0).message.slots.at(0);
  ASSERT_THAT(effects().resolved, SizeIs(1));
  EXPECT_EQ(effects().resolved[0].promise, name);
  EXPECT_THAT(effects().resolved[0].value.slots, ElementsAre(name));
  vat_.call("now");
  EXPECT_THAT(effects().resolved, IsEmpty());
}

TEST_F(Pipelining, AResultThatHoldsAPromiseThatHoldsItselfEnds) {
  vat_.call("resultItself", {}, kResult);
  ASSERT_THAT(effects().resolved, SizeIs(2));
  EXPECT_EQ(effects().resolved[0].promise, kResult);
  const Vref inner = effects().resolved[1].promise;
  EXPECT_THAT(effects().resolved[0].value.slots, ElementsAre(inner));
  EXPECT_THAT(effects().resolved[1].value.slots, ElementsAre(inner));
  EXPECT_FALSE(vat_.call("now"));
}

TEST_F(Pipelining, WhatIsSettledIsToldBeforeTheSendsOfLaterTurns) {
  vat_.call("sendThenSettleThenSend");
  ASSERT_THAT(effects().sent, SizeIs(3));
  EXPECT_THAT(effects().resolved, SizeIs(1));
  EXPECT_THAT(effects().sentBeforeResolve, ElementsAre(2));
}

TEST_F(Pipelining, NewsOfPromisesThatHoldEachOtherIsReadWhole) {
  vat_.call("hold", {promiseNamed(30)});
  vat_.call("hold", {promiseNamed(31)});
  ASSERT_TRUE(std::holds_alternative<Delivered>(vat_.notify(
      {Resolution{promiseNamed(30), false, valueOf(std::vector<Vref>{promiseNamed(31)})},
       Resolution{promiseNamed(31), false, valueOf(std::vector<Vref>{promiseNamed(30)})}})));
  EXPECT_THAT(effects().subscribed, IsEmpty());
  EXPECT_FALSE(vat_.call("now"));
  // a name that the news bring along is not subscribed to
  vat_.call("hold", {promiseNamed(30)});
  vat_.notify({Resolution{promiseNamed(30), false, valueOf(promiseNamed(33))},
               Resolution{promiseNamed(33), false, valueOf(1.0)}});
  EXPECT_THAT(effects().subscribed, IsEmpty());
  EXPECT_FALSE(vat_.call("now"));
  // the names have ended: the same number is a new promise
  vat_.call("hold", {promiseNamed(30)});
  EXPECT_THAT(effects().subscribed, ElementsAre(promiseNamed(30)));
}

// Whether the heap is named -------------------------------------------------------------------------------------------

TEST_F(Pipelining, AHeapIsNamedWhileOneCouldTellThatItIsGone) {
  EXPECT_FALSE(vat_.call("now", {}, promiseNamed(130)));
  EXPECT_TRUE(vat_.call("later", {}, kResult));
  EXPECT_FALSE(vat_.call("settleOwn"));
  EXPECT_TRUE(vat_.call("ask"));
  const Vref asked = effects().sent.at(0).result.value();
  const DeliveryOutcome told = vat_.notify({Resolution{asked, false, valueOf(1.0)}});
  EXPECT_FALSE(std::get<Delivered>(told).heapIsNamed);
  EXPECT_TRUE(vat_.call("storePending"));
  EXPECT_FALSE(vat_.call("settleOwn"));
  EXPECT_TRUE(vat_.call("lendPromise"));
  EXPECT_FALSE(vat_.call("refuse"));
  EXPECT_TRUE(vat_.call("hold", {promiseNamed(40)}));
  EXPECT_TRUE(vat_.call("storeHeap"));
}

}  // namespace
}  // namespace keeve::liveslots::testing
