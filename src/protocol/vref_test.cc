#include "protocol/vref.h"

#include <gtest/gtest.h>

namespace keeve {
namespace {

TEST(Vref, TextNamesTheClassAndTheNumber) {
  EXPECT_EQ(toText({kHeapObjectClass, 3}), "h3");
  EXPECT_EQ(toText({kPromiseClass, 4}), "p4");
  EXPECT_EQ(toText({kStrongStoreClass, 5}), "s5");
  EXPECT_EQ(toText({kWeakStoreClass, 6}), "w6");
  EXPECT_EQ(toText({kImportClass, 7}), "i7");
  EXPECT_EQ(toText({kImportedPromiseClass, 8}), "q8");
  EXPECT_EQ(toText(virtualObjectRef(12, 9)), "o9");
}

TEST(Vref, AClassThatThereIsNotShowsAsAQuestion) { EXPECT_EQ(toText({6, 1}), "?1"); }

TEST(Vref, TheShapeIsAHintAndNoPartOfTheIdentity) {
  EXPECT_EQ(virtualObjectRef(1, 9).key(), virtualObjectRef(2, 9).key());
  EXPECT_EQ(virtualObjectRef(2, 9).shape(), 2U);
}

TEST(Vref, ImportsAndExportsOfOneNumberAreTwoObjects) {
  EXPECT_NE((Vref{kImportClass, 9}.key()), (Vref{kHeapObjectClass, 9}.key()));
  EXPECT_EQ((Vref{kImportClass, 9}.key()), (Vref{kImportedPromiseClass, 9}.key()));
}

}  // namespace
}  // namespace keeve
