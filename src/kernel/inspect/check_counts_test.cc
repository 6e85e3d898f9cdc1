#include "kernel/inspect/check_counts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/testing/hand_store.h"

namespace keeve::kernel {
namespace {

using testing::ElementsAre;

std::vector<std::string> faultsOf(const HandStore& hand) {
  CheckReport report;
  checkCounts(hand.store(), report);
  return report.faults;
}

constexpr VatId kMain{1};
constexpr VatId kBank{2};

Vref object(uint64_t id) { return virtualObjectRef(0, id); }
Vref store(uint64_t id) { return {kStrongStoreClass, id}; }
Vref weakStore(uint64_t id) { return {kWeakStoreClass, id}; }
Vref import(uint64_t id) { return {kImportClass, id}; }

// Two vats, with an object in every state that the tables know.
class CheckCountsTest : public testing::Test {
 protected:
  CheckCountsTest() {
    hand_.addVat(kMain, "main");
    hand_.addVat(kBank, "bank");
    hand_.addStore(kMain, store(kBaggageId));
    addObjects();
    addBank();
    addWeakKeys();
  }

  void addObjects() {
    hand_.addEntry(kMain, kBaggageId, "sbank", {object(9), store(kBaggageId)});
    hand_.addState(kMain, 9, {store(10), import(50), object(9), store(10)});
    hand_.addStore(kMain, store(10));
    hand_.bind(kMain, "sten", 10);
    hand_.addFacts(kMain, store(10), {2});
    hand_.addEntry(kMain, 10, objectStoreKey(0), {object(9), object(12)});
    hand_.addFacts(kMain, object(9), {2, {11}});
    hand_.addStore(kMain, weakStore(11));
    hand_.bind(kMain, "weleven", 11);
    hand_.addWeakEntry(kMain, 11, object(9), {object(12), object(9)});
    hand_.addState(kMain, 12, {{kPromiseClass, 15}, {kHeapObjectClass, kRootId}});
    hand_.addFacts(kMain, object(12), {3});
    hand_.addPromise(kMain, 15, {{kHeapObjectClass, 14}, {kImportedPromiseClass, 70}});
    hand_.addFacts(kMain, {kPromiseClass, 15}, {1});
    hand_.addFacts(kMain, {kHeapObjectClass, 14}, {1});
    hand_.addState(kMain, 13, {});
    hand_.addCandidate(kMain, object(13));
    hand_.addCandidate(kMain, object(99));  // gone already
    hand_.addCandidate(kMain, store(16), true);
    hand_.addEntry(kMain, 16, "sleft", {object(12)});
  }

  void addBank() {
    hand_.addState(kBank, 5, {});  // only main has it
    hand_.addFacts(kBank, object(5), {0});
    hand_.addExport(kBank, object(5), 50, {kBank, 0, 1, 0});
    hand_.addState(kBank, 6, {});  // main recognizes it
    hand_.bindObject(kBank, 6);
    hand_.addExport(kBank, object(6), 51, {kBank, 0, 0, 1});
    hand_.addState(kBank, 7, {});
    hand_.bindObject(kBank, 7);
    hand_.addExport(kBank, object(7), 52, {kBank, 0, 1, 0});
    hand_.addImport(kMain, 50, true);
    hand_.addImport(kMain, 51, false);
    hand_.addWeakEntry(kMain, 11, import(51), {});
    hand_.addFacts(kMain, import(51), {0, {11}});
    hand_.addImport(kMain, 52, true);
    hand_.addCandidate(kMain, import(52));
  }

  // One key of more weak stores than its facts have room for.
  void addWeakKeys() {
    hand_.addState(kMain, 17, {});
    hand_.bindObject(kMain, 17);
    ObjectFacts facts{1, {}, true};
    for (uint64_t id = 100; id < 100 + ObjectFacts::kWeakStoresMax + 1; ++id) {
      hand_.addStore(kMain, weakStore(id));
      hand_.bind(kMain, "wn", id);
      hand_.addWeakEntry(kMain, id, object(17), {});
      if (facts.weakStores.size() < ObjectFacts::kWeakStoresMax) facts.weakStores.push_back(id);
    }
    hand_.addFacts(kMain, object(17), facts);
    hand_.put(weakKeyKey(kMain, object(17).key(), kLastWeakStore), "");
  }

  static constexpr uint64_t kLastWeakStore = 100 + ObjectFacts::kWeakStoresMax;

  HandStore hand_;
};

TEST_F(CheckCountsTest, WhatIsCountedRightIsNoFault) {
  EXPECT_THAT(faultsOf(hand_), ElementsAre());
}

TEST_F(CheckCountsTest, ACountThatIsTooLowOrTooHighIsFound) {
  hand_.addFacts(kMain, object(12), {2});
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("vat 1: object o12 is held by 3 records, and its count says 2"));
  hand_.addFacts(kMain, object(12), {4});
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("vat 1: object o12 is held by 3 records, and its count says 4"));
  hand_.erase(factsKey(kMain, object(12).key()));
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("vat 1: object o12 is held by 3 records, and its count says 1"));
}

TEST_F(CheckCountsTest, ACountOfWhatLeavesNoTraceIsFound) {
  hand_.erase(factsKey(kMain, Vref{kHeapObjectClass, 14}.key()));
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("vat 1: object 14 is held by 1 record, and its count says 0"));
}

TEST_F(CheckCountsTest, AMissingCandidateIsFound) {
  hand_.erase(candidateKey(kMain, object(13).key()));
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("vat 1: object o13 is held by no record, and its count says 1"));
  hand_.addFacts(kMain, object(13), {0});
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("vat 1: object o13 is held by nothing, and is no candidate"));
}

TEST_F(CheckCountsTest, AnObjectThatItsLastImporterLetGoMustBeACandidate) {
  hand_.addExport(kBank, object(5), 50, {kBank, 0, 0, 0});
  hand_.erase(nameKey(kMain, {KrefKind::object, 50}));
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("vat 2: object o5 is held by nothing, and is no candidate"));
}

TEST_F(CheckCountsTest, ACandidateThatIsHeldIsFound) {
  hand_.addCandidate(kMain, object(12));
  hand_.addCandidate(kMain, import(50));
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("vat 1: object o12 is held by 3 records, and is a candidate",
                          "vat 1: import i50 is held by 1 record, and its count says 0"));
}

TEST_F(CheckCountsTest, AStoreThatIsDyingHasNoRecord) {
  hand_.addStore(kMain, store(16));
  EXPECT_THAT(faultsOf(hand_), ElementsAre("vat 1: store s16 is dying and still has its record"));
}

TEST_F(CheckCountsTest, FactsThatNobodyNeedsAreFound) {
  hand_.addFacts(kMain, import(50), {1});
  hand_.addFacts(kMain, object(13), {0});
  hand_.addFacts(kMain, import(77), {0});
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("vat 1: object o13 has facts that say what is so without them",
                          "vat 1: import i50 has facts that say what is so without them",
                          "vat 1: import i77 has facts that say what is so without them",
                          "vat 1: import i77 has facts, and is no import of the vat"));
}

TEST_F(CheckCountsTest, ALostRowOfAWeakStoreIsFound) {
  hand_.erase(weakKeyKey(kMain, object(17).key(), kLastWeakStore));
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("vat 1: object o17 is a key of weak store w116, and nothing says so"));
}

TEST_F(CheckCountsTest, AWeakStoreTooManyIsFound) {
  hand_.put(weakKeyKey(kMain, object(17).key(), 100), "");
  hand_.addFacts(kMain, object(9), {2, {11, 100, 11}});
  hand_.put(weakKeyKey(kMain, object(12).key(), 11), "");
  EXPECT_THAT(
      faultsOf(hand_),
      ElementsAre("vat 1: object o9 is said to be a key of weak store w100, and is none",
                  "vat 1: object o9 is said to be a key of weak store w11 twice",
                  "vat 1: object o12 is said to be a key of weak store w11, and is none",
                  "vat 1: object o12 is said to be a key of weak store w11 in a row, and its facts "
                  "tell of no rows",
                  "vat 1: object o17 is said to be a key of weak store w100 twice"));
}

TEST_F(CheckCountsTest, AWeakEntryWhoseKeyIsGoneIsFound) {
  hand_.erase(vatDataKey(kMain, {VatTable::state, 17, {}}));
  hand_.erase(vatDataKey(kMain, {VatTable::entry, kBaggageId, "sobject17"}));
  hand_.addFacts(kMain, object(17), {0, {}, true});
  const auto faults = faultsOf(hand_);
  EXPECT_THAT(faults, testing::Contains(
                          "vat 1: object 17 is a key of weak store w116 and does not exist"));
  EXPECT_THAT(faults, testing::Contains(
                          "vat 1: object 17 is a key of weak store w100, and nothing says so"));
}

TEST_F(CheckCountsTest, WrongImportersAndRecognizersAreFound) {
  hand_.addExport(kBank, object(5), 50, {kBank, 0, 2, 0});
  hand_.addExport(kBank, object(6), 51, {kBank, 0, 0, 0});
  EXPECT_THAT(faultsOf(hand_), ElementsAre("ko50 has 1 importer, and its record says 2",
                                           "ko51 has 1 recognizer, and its record says 0"));
}

TEST_F(CheckCountsTest, ALostRowOfARecognizerIsFound) {
  hand_.erase(recognizerKey(51, kMain));
  EXPECT_THAT(faultsOf(hand_), ElementsAre("ko51 has 0 recognizers, and its record says 1"));
}

TEST_F(CheckCountsTest, ARowOfARecognizerTooManyIsFound) {
  hand_.put(recognizerKey(50, kMain), "");
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("ko50 has 1 recognizer, and its record says 0"));
}

TEST_F(CheckCountsTest, WhatCannotBeReachedIsHeldByNothing) {
  hand_.addState(kMain, 12, {{kPromiseClass, 15}, import(51)});
  hand_.addFacts(kMain, import(51), {1, {11}});
  EXPECT_THAT(faultsOf(hand_),
              ElementsAre("vat 1: import i51 is held by 1 record, and the vat cannot reach it"));
}

TEST_F(CheckCountsTest, OfAVatThatEndedOnlyItsNamesCount) {
  hand_.addVat(kMain, "main", VatState::terminated);
  hand_.addFacts(kMain, object(12), {7});
  EXPECT_THAT(faultsOf(hand_), ElementsAre());
  hand_.erase(nameKey(kMain, {KrefKind::object, 50}));
  EXPECT_THAT(faultsOf(hand_), ElementsAre("ko50 has 0 importers, and its record says 1"));
}

}  // namespace
}  // namespace keeve::kernel
