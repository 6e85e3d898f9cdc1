// SPEC §6, §8.3, §10 at wall 2: what a vat says to the kernel, and what it makes of the kernel's answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "liveslots/testing/test_engine.h"
#include "liveslots/testing/vat_fixture.h"
#include "protocol/body_writer.h"

namespace keeve::liveslots::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kProgram = R"js(
const makeThing = makeKind(function thing(state) {
  return { init(name) { state.name = name; }, self: { name() { return state.name; } } };
});
const kept = makeStore('kept');
let friend;
export const buildRootObject = () => Far('root', {
  meet(it) { friend = it; kept.init('friend', it); },
  shownFriend() { return Object.prototype.toString.call(kept.get('friend')); },
  sameFriend(it) { return it === friend && it === kept.get('friend'); },
  ask(n) { E(friend).answer(n).then(it => console.log('answered', it), error => console.log('refused', error.message)); },
  askChain() { E(E(friend).child()).name().then(it => console.log('chained', it)); },
  tell() { E.sendOnly(friend).hear('news'); },
  askBadly() { E(friend).answer([1, { f: () => 1, size: 2 }]).catch(error => console.log(error.message)); },
  lend() { kept.init('thing', makeThing('lent')); E.sendOnly(friend).borrow(kept.get('thing')); },
  sameThing(it) { return it === kept.get('thing') && it.name(); },
  promise() { let settle; const it = new Promise(done => { settle = done; }); E.sendOnly(friend).wait(it); settle('done'); },
  fails() { throw RangeError('out of it'); },
  returnsBadly() { return { x: [() => 1] }; },
  rejectsBadly() { throw () => 1; },
});
)js";

// The vat's messages are called through the fixture's wrapper unless a test speaks to the root itself.
class Messages : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_THAT(vat_.start(), ElementsAre()); }

  // Delivers root.call('meet', friend), the friend being import 7.
  void meetFriend() {
    BodyWriter body;
    body.array(3);
    body.number(0);
    body.string("call");
    body.array(2);
    body.string("meet");
    body.remotable(0, "Alleged: friend");
    deliver({.body = body.take(), .slots = {kFriend}});
    vat_.port().commit();
  }

  void deliver(const VatCapData& message) {
    const DeliverMessage order{
        .target = {kHeapObjectClass, kRootId}, .message = message, .result = {}};
    ASSERT_TRUE(std::holds_alternative<Delivered>(vat_.deliver({.what = order, .clockMs = {}})));
  }

  void callWith(const std::string& method, const Vref& argument) {
    BodyWriter body;
    body.array(3);
    body.number(0);
    body.string("call");
    body.array(2);
    body.string(method);
    body.remotable(0, "");
    deliver({.body = body.take(), .slots = {argument}});
  }

  // Delivers a call without committing, so that the effects can be looked at.
  void call(const std::string& method) {
    BodyWriter body;
    body.array(3);
    body.number(0);
    body.string("call");
    body.array(1);
    body.string(method);
    deliver({.body = body.take(), .slots = {}});
  }

  void notify(const Vref& promise, const std::string& value) {
    BodyWriter body;
    body.string(value);
    const DeliverNotify order{{Resolution{promise, false, {.body = body.take(), .slots = {}}}}};
    ASSERT_TRUE(std::holds_alternative<Delivered>(vat_.deliver({.what = order, .clockMs = {}})));
  }

  Effects& effects() { return vat_.port().effects; }

  static constexpr Vref kFriend{kImportClass, 7};
  TestVat vat_{kProgram};
};

TEST_F(Messages, APresenceIsTheSameOnEveryArrivalAndAfterARestart) {
  meetFriend();
  callWith("sameFriend", kFriend);
  EXPECT_THAT(effects().printed, ElementsAre("= true"));
  vat_.port().commit();
  ASSERT_THAT(vat_.start(), ElementsAre());
  EXPECT_THAT(vat_.call("shownFriend"), ElementsAre("= [object Alleged: friend]"));
}

TEST_F(Messages, ASendNamesTargetMethodAndResultAndItsNewsSettlesIt) {
  meetFriend();
  call("askChain");
  ASSERT_THAT(effects().sent, SizeIs(2));
  const Sent child = effects().sent[0];
  EXPECT_EQ(child.target, kFriend);
  EXPECT_TRUE(child.result);
  // the second is pipelined to the result of the first, which nobody has decided yet
  EXPECT_EQ(effects().sent[1].target, *child.result);
  EXPECT_THAT(effects().subscribed, ElementsAre(*child.result, *effects().sent[1].result));
  const Vref name = *effects().sent[1].result;
  vat_.port().commit();
  notify(name, "kid");
  EXPECT_THAT(effects().printed, ElementsAre("chained kid"));
}

TEST_F(Messages, SendOnlyHasNoResult) {
  meetFriend();
  call("tell");
  ASSERT_THAT(effects().sent, SizeIs(1));
  EXPECT_FALSE(effects().sent[0].result);
  EXPECT_THAT(effects().subscribed, IsEmpty());
}

TEST_F(Messages, WhatCannotBePassedRejectsAndIsNeverSent) {
  meetFriend();
  call("askBadly");
  EXPECT_THAT(effects().sent, IsEmpty());
  EXPECT_THAT(
      effects().printed,
      ::testing::Contains(HasSubstr("cannot pass answer()[0][1].f: functions are not passable")));
}

TEST_F(Messages, AVirtualObjectGoesOutByReferenceAndComesHomeAsItself) {
  meetFriend();
  call("lend");
  ASSERT_THAT(effects().sent, SizeIs(1));
  ASSERT_THAT(effects().sent[0].message.slots, SizeIs(1));
  const Vref thing = effects().sent[0].message.slots[0];
  EXPECT_TRUE(thing.isVirtualObject());
  vat_.port().commit();
  ASSERT_THAT(vat_.start(), ElementsAre());
  callWith("sameThing", thing);
  EXPECT_THAT(effects().printed, ElementsAre("= lent"));
}

TEST_F(Messages, APromiseThatIsPassedIsResolvedWhenItSettles) {
  meetFriend();
  call("promise");
  ASSERT_THAT(effects().sent, SizeIs(1));
  ASSERT_THAT(effects().sent[0].message.slots, SizeIs(1));
  ASSERT_THAT(effects().resolved, SizeIs(1));
  EXPECT_EQ(effects().resolved[0].promise, effects().sent[0].message.slots[0]);
  EXPECT_FALSE(effects().resolved[0].rejected);
}

// Speaks to a root that is not wrapped.
Resolution resultOf(const std::string& method) {
  MemoryPort port(MemoryPort::Records{{"main.js", kProgram}});
  LiveslotsFactory factory(testEngine());
  const auto worker = factory.make({.name = "main", .limits = {}, .powers = {}});
  StartVat start;
  start.parameters.body = std::string(1, '\0');
  worker->deliver({.what = start, .clockMs = {}}, port);
  BodyWriter body;
  body.array(3);
  body.number(0);
  body.string(method);
  body.array(0);
  const DeliverMessage order{.target = {kHeapObjectClass, kRootId},
                             .message = {.body = body.take(), .slots = {}},
                             .result = Vref{kImportedPromiseClass, 3}};
  worker->deliver({.what = order, .clockMs = {}}, port);
  EXPECT_EQ(port.effects.resolved.size(), 1U);
  return port.effects.resolved.at(0);
}

TEST(Results, ErrorsAndWhatCannotBeReturnedReject) {
  const Resolution fails = resultOf("fails");
  EXPECT_EQ(fails.promise, (Vref{kImportedPromiseClass, 3}));
  EXPECT_TRUE(fails.rejected);
  EXPECT_THAT(fails.value.body, HasSubstr("out of it"));
  EXPECT_THAT(resultOf("returnsBadly").value.body,
              HasSubstr("cannot return returnsBadly().x[0]: functions are not passable"));
  EXPECT_THAT(resultOf("rejectsBadly").value.body,
              HasSubstr("the reason of a rejection is not passable"));
  EXPECT_THAT(resultOf("nothing").value.body, HasSubstr("target has no method \"nothing\", has ["));
}

// A port that fails where the vat prints.
class FailingPort : public MemoryPort {
 public:
  using MemoryPort::MemoryPort;
  void print(Stream, std::string_view line) override {
    if (line == "fault") throw VatFault({"messages", "vat main exceeded messages"});
    throw std::runtime_error("the disk is gone");
  }
};

DeliveryOutcome startedOn(FailingPort& port) {
  LiveslotsFactory factory(testEngine());
  const auto worker = factory.make({.name = "main", .limits = {}, .powers = {}});
  StartVat start;
  start.parameters.body = std::string(1, '\0');
  return worker->deliver({.what = start, .clockMs = {}}, port);
}

TEST(Ports, AFaultOfAPortStopsTheVatWhateverItCatches) {
  FailingPort port(
      MemoryPort::Records{{"main.js", "try { console.log('fault'); } catch {} for (;;);"}});
  const DeliveryOutcome outcome = startedOn(port);
  ASSERT_TRUE(std::holds_alternative<Fault>(outcome));
  EXPECT_EQ(std::get<Fault>(outcome).limit, "messages");
}

TEST(Ports, AFailureOfAPortComesOutOfTheDelivery) {
  FailingPort port(MemoryPort::Records{{"main.js", "console.log('other');"}});
  EXPECT_THROW(startedOn(port), std::runtime_error);
}

}  // namespace
}  // namespace keeve::liveslots::testing
