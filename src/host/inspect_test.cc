#include "keeve/inspect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/temporary_directory.h"
#include "host/testing/scripted_kernel.h"
#include "kernel/testing/scripted_vats.h"
#include "protocol/vat_records.h"
#include "store/store.h"

namespace keeve::host {
namespace {

using testing::ElementsAre;

// A purse, and a store that holds it.
DeliveryOutcome start(SyscallPort& port) {
  port.write({VatTable::counters}, toBytes(VatCounters{20, 2}));
  port.write({VatTable::kind, 0}, toBytes(KindRecord{"purse"}));
  port.write({VatTable::shape, 1},
             toBytes(ShapeRecord{0, 1, false, {"\x81n", std::string("\x83") + "a b"}}));
  std::string state;
  appendStateHead(state, 1);
  appendCapData(state, {std::string{'\x47', '\x10', '\0', '\x80'}, {{kStrongStoreClass, 10}}});
  const std::vector<Vref> objects{virtualObjectRef(1, 9)};
  const std::vector<Vref> stores{{kStrongStoreClass, 10}};
  port.write({VatTable::state, 9}, state, {.isNew = true, .gained = stores});
  port.write({VatTable::store, 10}, toBytes(StoreRecord{Strength::strong, 1, 0, "name"}),
             {.isNew = true});
  port.write({VatTable::binding, 0, "sn"}, "\x0a", {.gained = stores});
  std::string entry;
  appendCapData(entry, {std::string{'\x10', '\0', '\x80'}, {virtualObjectRef(1, 9)}});
  port.write({VatTable::entry, 10, "skey"}, entry, {.gained = objects});
  return Delivered{};
}

class InspectTest : public testing::Test {
 protected:
  InspectTest() {
    kernel::ScriptedVats vats;
    vats.cache("main").use = {.bytes = 100, .hits = 300, .misses = 100};  // of each crank
    vats.set("main", [](const Delivery& delivery, SyscallPort& port) -> DeliveryOutcome {
      return std::holds_alternative<StartVat>(delivery.what) ? start(port) : Delivered{};
    });
    App app{.name = "test"};
    app.vats.push_back({.name = "main", .source = TextSource{{{"main.js", ""}}}});
    HostKernel kernel({.store = url_}, store::openStore(url_, store::OpenMode::createIfMissing),
                      vats, installable(app));
    kernel.start();
    kernel.flush();
    cache_ = kernel.cacheStats();
  }

  const TemporaryDirectory directory_;
  const std::string url_ = directory_.path("store");
  CacheStats cache_;  // as the kernel had it
};

std::vector<std::string> refsIn(const Inspector& inspector) {
  std::vector<std::string> refs;
  inspector.eachObject(
      [&](const ObjectLook& object) { refs.push_back(object.ref + " " + object.tag); });
  return refs;
}

TEST_F(InspectTest, WhatIsStoredIsShown) {
  const Inspector inspector(url_);
  const auto vats = inspector.vats();
  ASSERT_EQ(vats.size(), 1U);
  EXPECT_EQ(vats[0].name, "main");
  EXPECT_EQ(vats[0].incarnation, 1U);
  EXPECT_EQ(vats[0].state, "running");
  const auto kinds = inspector.kinds();
  ASSERT_EQ(kinds.size(), 1U);
  EXPECT_EQ(kinds[0].tag, "purse");
  EXPECT_EQ(kinds[0].instances, 1U);
  EXPECT_THAT(refsIn(inspector), ElementsAre("main:o9 purse", "main:s10 store"));
  EXPECT_THAT(inspector.show("main:o9").lines, ElementsAre("n: 7", "\"a b\": main:s10"));
  EXPECT_THAT(inspector.show("main:s10").lines,
              ElementsAre("key name: name", "entries: 1", "\"key\" => main:o9"));
  EXPECT_THAT(inspector.why("main:o9"),
              ElementsAre("main:s10 bound as \"n\"", "main:s10[\"key\"] -> main:o9 purse"));
  const auto stats = inspector.stats();
  EXPECT_THAT(stats, testing::Contains(testing::Pair("entries", 1U)));
  EXPECT_THAT(stats, testing::Contains(testing::Pair("candidateCount", testing::Ge(0U))));
  EXPECT_THAT(stats, testing::Contains(testing::Pair("objectBytes", testing::Gt(0U))));
  EXPECT_THAT(stats, testing::Contains(testing::Pair("entryBytes", testing::Gt(0U))));
  EXPECT_GT(cache_.hits, 0U);
  EXPECT_THAT(stats, testing::Contains(testing::Pair("cacheHits", cache_.hits)));
  EXPECT_THAT(stats, testing::Contains(testing::Pair("cacheMisses", cache_.misses)));
  EXPECT_THAT(stats, testing::Contains(testing::Pair("cacheHitPercent", 75U)));
  EXPECT_EQ(inspector.check().faultCount, 0U);
}

TEST_F(InspectTest, WhatIsNoRefOrNotThereIsRefused) {
  const Inspector inspector(url_);
  for (const char* ref : {"main", "main:", "main:o", "main:o9x", "main:o99999999999999999999", ""})
    EXPECT_THROW(inspector.show(ref), std::invalid_argument) << ref;
  for (const char* ref : {"main:o10", "main:o99", "bank:o9", "main:s9"}) {
    EXPECT_THROW(inspector.show(ref), std::runtime_error) << ref;
    EXPECT_THROW(inspector.why(ref), std::runtime_error) << ref;
  }
  EXPECT_THROW(Inspector(directory_.path("none")), std::runtime_error);
}

TEST_F(InspectTest, ACheckTellsWhatIsWrong) {
  {
    const auto store = store::openStore(url_, store::OpenMode::mustExist);
    store::WriteBatch batch;
    batch.put("Nbank", "\x05");
    batch.put("T", "\x05");
    store->apply(batch);
  }
  const StoreCheck check = Inspector(url_).check();
  EXPECT_EQ(check.faultCount, 2U);
  EXPECT_THAT(check.faults, ElementsAre("the vat name \"bank\" leads to no vat of that name",
                                        "the record of cache hits is damaged"));
}

}  // namespace
}  // namespace keeve::host
