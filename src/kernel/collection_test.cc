// Collection in a kernel over scripted vats: what must hold whatever vats and stores do (SPEC §7).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kernel/tables/schema.h"
#include "kernel/testing/kernel_harness.h"
#include "protocol/body_writer.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {
namespace {

using testing::Contains;
using testing::HasSubstr;

Vref object(uint64_t id) { return virtualObjectRef(0, id); }

// Keeps an object whose one property is another, as a vat with such a kind would.
void keep(SyscallPort& port, uint64_t id, const Vref& held) {
  std::string state;
  appendStateHead(state, 1,
                  {"\x81"
                   "a"});
  BodyWriter writer;
  writer.remotable(0, "");
  appendCapData(state, {writer.take(), {held}});
  const std::vector<Vref> gained = {held};
  port.write({VatTable::state, id}, state, {.isNew = true, .gained = gained});
}

// Two objects that hold each other, and that nothing else holds.
void keepRing(SyscallPort& port, uint64_t id) {
  keep(port, id, object(id + 1));
  keep(port, id + 1, object(id));
}

constexpr uint64_t kFirstMade = 10;

// A vat that makes two objects in a ring when it is told "ring", and two in a row when it is told "row"; its heap holds nothing.
// It does `look` when it is told so.
void makeMaker(KernelHarness& harness, const std::string& vat,
               const std::function<void(SyscallPort&)>& look = {}) {
  harness.vats.setHeap(vat, [](const Vref&) { return HeapHold::none; });
  harness.vats.onMessage(
      vat, [look, next = kFirstMade](const std::string& method, const DeliverMessage& message,
                                     SyscallPort& port) mutable {
        if (method == "ring" || method == "row") {
          port.write({VatTable::counters}, toBytes(VatCounters{100'000, 1}));
          port.write({VatTable::kind, 0}, toBytes(KindRecord{"node"}));
          port.write({VatTable::shape, 0}, toBytes(ShapeRecord{0, 1, true, {}}));
          if (method == "ring") keepRing(port, next);
          if (method == "row") keep(port, next, {kHeapObjectClass, kRootId});
          if (method == "row") keep(port, next + 1, object(next));
          next += 2;
        }
        if (method == "look") look(port);
        fulfil(port, message, {undefinedBody(), {}});
      });
}

void put(store::Store& store, const std::string& key, const std::string& value) {
  store::WriteBatch batch;
  batch.put(key, value);
  store.apply(batch);
}

TEST(CollectionTest, RingsGoWithoutBeingAskedFor) {
  KernelHarness harness;
  harness.options.markGrowthMin = 200;
  makeMaker(harness, "main");
  harness.run({std::string("main")});
  for (int i = 0; i < 5000; ++i) harness.callAndSettle("main", "ring");
  // Of 10,000; what is left does not grow with them: a few times markGrowthMin, since what is made meanwhile is spared.
  EXPECT_LT(harness.kernel().collect().objects, 10 * harness.options.markGrowthMin);
}

// Neither waits for the other, so both go on in steps.
TEST(CollectionTest, AVatIsServedWhileItsRingsAreDeleted) {
  constexpr uint64_t kRings = 20'000;
  KernelHarness harness;
  harness.options.markGrowthMin = 2 * kRings - 1;
  harness.options.groupBytesMax = 0;
  VatId main = kNoVat;
  int between = 0;
  makeMaker(harness, "main", [&](SyscallPort& port) {
    const auto isThere = [&](uint64_t ring) {
      const VatKey key{VatTable::state, kFirstMade + 2 * ring};
      return harness.store().get(vatDataKey(main, key)).has_value();
    };
    if (!isThere(0)) ++between;
    if (isThere(kRings - 1))
      port.send({kHeapObjectClass, kRootId}, {methodBody("look", {}), {}}, std::nullopt);
  });
  harness.run({std::string("main")});
  main = *parseVatId(*harness.store().get(vatNameKey("main")));
  for (uint64_t i = 0; i < kRings; ++i) harness.call("main", "ring");
  harness.call("main", "look");
  harness.settle();
  EXPECT_GT(between, 10);
}

TEST(CollectionTest, AVatOfWhichTheCountsAreWrongKeepsNoOtherFromBeingCollected) {
  KernelHarness harness;
  harness.allowDamage();
  makeMaker(harness, "main");
  makeMaker(harness, "other");
  harness.run({KernelHarness::spec("main"), KernelHarness::spec("other")});
  harness.callAndSettle("main", "row");
  harness.callAndSettle("other", "ring");
  harness.open();
  const VatId main = *parseVatId(*harness.store().get(vatNameKey("main")));
  put(harness.store(), factsKey(main, object(10).key()), toBytes(ObjectFacts{}));  // it is held
  harness.open();
  harness.kernel().startAll();
  EXPECT_EQ(harness.kernel().collect().objects, 2U);
  harness.kernel().releaseOutputs();
  EXPECT_THAT(harness.output().said(), Contains(HasSubstr("its garbage is not collected")));
  harness.callAndSettle("other", "ring");
  EXPECT_EQ(harness.kernel().collect().objects, 2U);
}

}  // namespace
}  // namespace keeve::kernel
