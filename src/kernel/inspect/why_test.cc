#include "kernel/inspect/why.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/tables/roles.h"
#include "kernel/testing/hand_store.h"

namespace keeve::kernel {
namespace {

using testing::ElementsAre;

constexpr VatId kMain{1};
constexpr VatId kBank{2};

Vref object(uint64_t id) { return virtualObjectRef(0, id); }
Vref store(uint64_t id) { return {kStrongStoreClass, id}; }
Vref weakStore(uint64_t id) { return {kWeakStoreClass, id}; }
Vref import(uint64_t id) { return {kImportClass, id}; }

struct HowText {
  std::string operator()(const WhyRoot& root) const {
    return "root " + std::to_string(static_cast<int>(root.sort)) + " " + root.name;
  }
  std::string operator()(const HeldByProperty& held) const { return "." + held.name; }
  std::string operator()(const HeldByEntry& held) const {
    const auto* key = std::get_if<StringStoreKey>(&held.entry.key);
    return "s" + std::to_string(held.store) +
           (held.asKey ? " key"
            : key      ? " " + key->utf8
                       : " value");
  }
  std::string operator()(const HeldByWeakEntry& held) const {
    return "w" + std::to_string(held.store) + " by " +
           std::to_string(std::get<ObjectStoreKey>(held.entry.key).ordinal);
  }
  std::string operator()(const HeldByPromise&) const { return "promise"; }
  std::string operator()(const HeldByImport&) const { return "import"; }
};

class WhyTest : public testing::Test {
 protected:
  WhyTest() {
    hand_.addVat(kMain, "main");
    hand_.addVat(kBank, "bank");
    for (const VatId vat : {kMain, kBank}) {
      hand_.addStore(vat, store(kBaggageId));
      hand_.keep(vat, {VatTable::kind, 0, {}}, toBytes(KindRecord{"thing"}));
      hand_.keep(vat, {VatTable::shape, 1, {}}, toBytes(ShapeRecord{0, 1, true, {}}));
    }
  }

  // "main o9: .a" for each step.
  std::vector<std::string> why(VatId vat, const Vref& ref) {
    std::vector<std::string> lines;
    for (const WhyStep& step : whyKept(hand_.store(), vat, ref.key())) {
      const std::string name = step.vat == kMain ? "main " : "bank ";
      lines.push_back(name + toText(step.ref) + ": " + std::visit(HowText{}, step.held));
    }
    return lines;
  }

  void addState(VatId vat, uint64_t id, const std::vector<Vref>& slots) {
    hand_.addState(vat, id, slots);
  }
  // Main's baggage holds it.
  void hold(uint64_t id) { hand_.bindObject(kMain, id); }

  HandStore hand_;
};

TEST_F(WhyTest, TheShortestChainIsFound) {
  hand_.addEntry(kMain, kBaggageId, "sway", {object(9)});
  addState(kMain, 9, {{kHeapObjectClass, 4}, object(10)});
  addState(kMain, 10, {{kPromiseClass, 11}});
  hand_.addPromise(kMain, 11, {object(12)});
  addState(kMain, 12, {store(13)});
  hand_.addStore(kMain, store(13));
  hand_.addEntry(kMain, 13, objectStoreKey(0), {object(14), object(15)});
  addState(kMain, 14, {object(15)});
  addState(kMain, 15, {});
  EXPECT_THAT(why(kMain, object(15)),
              ElementsAre("main s1: root 0 ", "main o9: s1 way", "main o10: .b", "main p11: .a",
                          "main o12: promise", "main s13: .a", "main o15: s13 value"));
  EXPECT_THAT(why(kMain, object(14)).back(), "main o14: s13 key");
  hand_.addStore(kMain, weakStore(16));
  hand_.bind(kMain, "wbound", 16);
  const Vref root{kHeapObjectClass, kRootId};
  hand_.addWeakEntry(kMain, 16, root, {object(12)});
  hand_.addFacts(kMain, root, {0, {16}});
  EXPECT_THAT(why(kMain, object(12)), ElementsAre("main h0: root 2 ", "main o12: w16 by 0"));
}

TEST_F(WhyTest, NothingKeepsACircle) {
  addState(kMain, 9, {object(10)});
  addState(kMain, 10, {object(9)});
  EXPECT_THAT(why(kMain, object(10)), ElementsAre());
  hand_.addCandidate(kMain, object(9));
  EXPECT_THAT(why(kMain, object(10)), ElementsAre("main o9: root 9 ", "main o10: .a"));
}

TEST_F(WhyTest, AWeakEntryNeedsItsKeyAndItsStore) {
  hand_.addStore(kMain, weakStore(16));
  hand_.addWeakEntry(kMain, 16, object(9), {object(10), object(9)});
  hand_.addFacts(kMain, object(9), {0, {16}});
  addState(kMain, 9, {});
  addState(kMain, 10, {});
  hold(9);
  EXPECT_THAT(why(kMain, object(10)), ElementsAre());
  hand_.erase(vatDataKey(kMain, {VatTable::entry, kBaggageId, "sobject9"}));
  hand_.bind(kMain, "wbound", 16);
  EXPECT_THAT(why(kMain, object(10)), ElementsAre());
  hold(9);
  EXPECT_THAT(why(kMain, object(10)),
              ElementsAre("main s1: root 0 ", "main o9: s1 object9", "main o10: w16 by 18"));
}

TEST_F(WhyTest, AWeakStoreThatIsFoundAfterItsKeyKeepsWhatItHolds) {
  hand_.addStore(kMain, weakStore(16));
  hand_.addWeakEntry(kMain, 16, object(9), {object(10)});
  addState(kMain, 9, {});
  addState(kMain, 10, {});
  addState(kMain, 11, {weakStore(16)});
  hold(9);
  hold(11);
  EXPECT_THAT(why(kMain, object(10)), ElementsAre("main s1: root 0 ", "main o11: s1 object11",
                                                  "main w16: .a", "main o10: w16 by 18"));
}

TEST_F(WhyTest, ChainsLeadThroughOtherVats) {
  hand_.addExport(kBank, object(5), 50, {kBank, 0, 1, 0});
  hand_.addImport(kMain, 50, true);
  addState(kBank, 5, {object(6)});
  addState(kBank, 6, {});
  addState(kMain, 9, {import(50)});
  hold(9);
  EXPECT_THAT(why(kBank, object(6)), ElementsAre("main s1: root 0 ", "main o9: s1 object9",
                                                 "main i50: .a", "bank o5: import", "bank o6: .a"));
}

TEST_F(WhyTest, AnObjectThatAnotherVatOnlyRecognizesKeepsWhatThatVatHasByIt) {
  hand_.addExport(kBank, object(5), 50, {kBank, 0, 0, 1});
  addState(kBank, 5, {});
  hand_.addImport(kMain, 50, false);
  hand_.addStore(kMain, weakStore(16));
  hand_.bind(kMain, "wbound", 16);
  hand_.addWeakEntry(kMain, 16, import(50), {object(10)});
  hand_.addFacts(kMain, import(50), {0, {16}});
  addState(kMain, 10, {});
  EXPECT_THAT(why(kMain, object(10)), ElementsAre());
  hand_.bindObject(kBank, 5);
  EXPECT_THAT(why(kMain, object(10)),
              ElementsAre("bank s1: root 0 ", "bank o5: s1 object5", "main o10: w16 by 101"));
}

TEST_F(WhyTest, WhatIsOnItsWayKeeps) {
  hand_.addExport(kBank, object(5), 50, {kBank, 0, 0, 0});
  addState(kBank, 5, {object(6)});
  addState(kBank, 6, {});
  const Kref kref{KrefKind::object, 50};
  const KernelMessage message{
      {KrefKind::promise, 7}, std::nullopt, {methodBody("pay", {}), {kref}}};
  const Settled settled{false, {"", {kref}}};
  const std::vector<std::pair<std::string, std::string>> records{
      {queueKey(kMain, 3), toBytes(QueueEntry{0, message})},
      {deadLetterKey(kMain, 3), toBytes(QueueEntry{3, message})},
      {waitingKey(7, 0), toBytes(message)},
      {promiseKey(8), toBytes(KernelPromise{1, settled})},
      {openHostCallKey(9), toBytes(OpenHostCall{"log", message})}};
  const std::vector<std::string> roots{"3 pay", "4 pay", "5 pay", "6 ", "8 log"};
  for (size_t i = 0; i < records.size(); ++i) {
    hand_.put(records[i].first, records[i].second);
    EXPECT_THAT(why(kBank, object(6)), ElementsAre("bank o5: root " + roots[i], "bank o6: .a"));
    hand_.erase(records[i].first);
  }
  EXPECT_THAT(why(kBank, object(6)), ElementsAre());
}

TEST_F(WhyTest, AVatThatEndedKeepsNothing) {
  hand_.addExport(kBank, object(5), 50, {kBank, 0, 1, 0});
  hand_.addImport(kMain, 50, true);
  addState(kBank, 5, {});
  hand_.addEntry(kMain, kBaggageId, "sit", {import(50)});
  EXPECT_EQ(why(kBank, object(5)).size(), 3U);
  hand_.addVat(kMain, "main", VatState::terminated);
  EXPECT_THAT(why(kBank, object(5)), ElementsAre());
}

}  // namespace
}  // namespace keeve::kernel
