#include "kernel/inspect/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/random.h"
#include "kernel/inspect/inspect.h"
#include "kernel/tables/schema.h"
#include "kernel/testing/kernel_harness.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {
namespace {

constexpr uint64_t kObject = 9;
constexpr uint64_t kStrong = 10;
constexpr uint64_t kWeak = 11;
constexpr uint64_t kPromise = 12;

std::string capData(const VatCapData& data) {
  std::string out;
  appendCapData(out, data);
  return out;
}

std::string refKeyTail(const Vref& ref) {
  std::string tail;
  appendOrderedVarint(tail, ref.key());
  return tail;
}

// Keeps one record of every sort, as a vat with such kinds and stores would; all is kept by the two stores, which are
// bound.
void keepAll(SyscallPort& port) {
  const std::vector<Vref> objects{virtualObjectRef(1, kObject)};
  const std::vector<Vref> strong{{kStrongStoreClass, kStrong}};
  const std::vector<Vref> weak{{kWeakStoreClass, kWeak}};
  const std::vector<Vref> keyAndPromise{objects[0], {kPromiseClass, kPromise}};
  const std::string slot0{'\x10', '\0', '\x80'};
  const std::vector<std::string> names{std::string("\x81") + "n"};
  const RefChanges isNew{.isNew = true};
  port.write({VatTable::counters}, toBytes(VatCounters{20, 2}));
  port.write({VatTable::kind, 0}, toBytes(KindRecord{"purse"}));
  port.write({VatTable::binding, 0, "kpurse"}, std::string(1, '\0'));
  port.write({VatTable::shape, 1}, toBytes(ShapeRecord{0, 1, false, names}));
  std::string state;
  appendStateHead(state, 1);
  port.write({VatTable::state, kObject}, state + capData({slot0, strong}),
             {.isNew = true, .gained = strong});
  port.write({VatTable::store, kStrong}, toBytes(StoreRecord{Strength::strong, 2, 1, "key"}),
             isNew);
  port.write({VatTable::binding, 0, "skey"}, std::string(1, kStrong), {.gained = strong});
  port.write({VatTable::entry, kStrong, "sname"}, capData({slot0, objects}), {.gained = objects});
  const std::string byObject = objectStoreKey(0);
  port.write({VatTable::entry, kStrong, byObject}, capData({undefinedBody(), keyAndPromise}),
             {.gained = keyAndPromise});
  const std::string refKey = refKeyTail(objects[0]);
  std::string place;
  appendOrderedVarint(place, 0);
  port.write({VatTable::ordinal, kStrong, refKey}, place);
  port.write({VatTable::store, kWeak}, toBytes(StoreRecord{Strength::weak, 0, 0, "key"}), isNew);
  port.write({VatTable::binding, 0, "wkey"}, std::string(1, kWeak), {.gained = weak});
  port.write({VatTable::weakEntry, kWeak, refKey}, capData({undefinedBody(), {}}), isNew);
  port.write({VatTable::promise, kPromise},
             toBytes(keeve::PromiseRecord{false, {undefinedBody(), {}}}));
}

class OneFile final : public ModuleFinder {
 public:
  FindAnswer find(std::string_view, std::string_view) override {
    return FoundModule{"keeve:///main.js", "text"};
  }
};

// A store with at least one record of every sort in the schema.
class FullStore {
 public:
  FullStore() {
    harness_.vats.onMessage(
        "main",
        [this](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
          if (method == "bootstrap") {
            port.loadModule("", "");
            keepAll(port);
            bank_ = message.message.slots.at(0);
            port.send(bank_, send("wait", {virtualObjectRef(1, kObject)}), Vref{kPromiseClass, 15});
            port.send({kPromiseClass, 15}, send("later"), Vref{kPromiseClass, 16});
            port.subscribe({kPromiseClass, 15});
            port.send(bank_, send("poison", {{kPromiseClass, 17}}), std::nullopt);
            port.send(message.message.slots.at(2), send("x"), Vref{kPromiseClass, 18});
          }
          fulfil(port, message, {undefinedBody(), {}});
        },
        {"bootstrap"});
    harness_.vats.set("bank", [](const Delivery& delivery, SyscallPort&) -> DeliveryOutcome {
      const auto* message = std::get_if<DeliverMessage>(&delivery.what);
      if (message && methodName(message->message.body) == "poison") return Fault{"crankMs", ""};
      return Delivered{};
    });
    VatSpec main = KernelHarness::spec("main");
    main.files = &file_;
    AppParts parts;
    parts.sources = {{KernelHarness::spec("worker").settings, &file_}};
    parts.hostObjects = {"log"};
    harness_.run(std::vector<VatSpec>{main, KernelHarness::spec("bank")}, parts);
    leaveEntries();
    harness_.expectSound();
    harness_.allowDamage();
  }

  store::FaultStore& store() { return harness_.store(); }

  void put(const std::string& key, const std::string& value) {
    store::WriteBatch batch;
    batch.put(key, value);
    store().apply(batch);
  }
  void erase(const std::string& key) {
    store::WriteBatch batch;
    batch.erase(key);
    store().apply(batch);
  }
  std::vector<store::Record> records() {
    std::vector<store::Record> all;
    const auto cursor = store().cursor();
    for (cursor->seek(""); cursor->valid(); cursor->next())
      all.push_back({std::string(cursor->key()), std::string(cursor->value())});
    return all;
  }

 private:
  // A message that waits at a promise and an entry in the queue, which a settled kernel has none of.
  void leaveEntries() {
    const KrefAllocator numbers(store());
    const Kref waited{KrefKind::promise, 60'000};
    put(promiseKey(waited.id), toBytes(KernelPromise{2, Undecided{kNoVat, 1, 0, 0, {VatId(2)}}}));
    const Kref settled{KrefKind::promise, 60'001};
    put(promiseKey(settled.id),
        toBytes(KernelPromise{1, Settled{false, {undefinedBody(), {waited}}}}));
    put(waitingKey(waited.id, 0),
        toBytes(KernelMessage{waited, std::nullopt, {methodBody("x", {}), {}}}));
    put(queueKey(VatId(2), 900), toBytes(QueueEntry{0, NotifyEntry{settled}}));
    leaveRows();
  }

  // An object of bank's old heap that main only recognizes, and rows of what is gone.
  void leaveRows() {
    const VatId main{1};
    const VatId bank{2};
    const Vref import{kImportClass, 60'002};
    const std::string tail = refKeyTail(import);
    put(ownerKey(import.id), toBytes(OwnerRecord{bank, 1, 0, 1}));
    put(nameKey(main, {KrefKind::object, import.id}), toBytes(NameRecord{import, false}));
    put(recognizerKey(import.id, main), "");
    put(vatDataKey(main, {VatTable::weakEntry, kWeak, tail}), capData({undefinedBody(), {}}));
    put(factsKey(main, import.key()), toBytes(ObjectFacts{0, {}, true}));
    put(weakKeyKey(main, import.key(), kWeak), "");
    put(candidateKey(bank, 900), toBytes(Candidate{kFirstShapeClass, CandidateState::dying}));
    put(droppedExportKey(bank, 60'003), "");
  }

  OneFile file_;
  Vref bank_;
  KernelHarness harness_;
};

// What a record is, as far as these tests tell them apart.
std::string sortOf(const std::string& key) {
  if (key.front() != 'V') return key.substr(0, 1);
  std::string_view rest = std::string_view(key).substr(1);
  uint64_t vat = 0;
  takeOrderedVarint(rest, vat);
  return "V" + std::string(rest.substr(0, rest.front() == 'd' ? 2 : 1));
}

TEST(CheckTest, AStoreWithARecordOfEverySortIsSound) {
  FullStore full;
  std::set<std::string> sorts;
  for (const auto& record : full.records()) sorts.insert(sortOf(record.key));
  EXPECT_THAT(sorts, testing::ElementsAre("A", "C", "F", "G", "K", "L", "M", "N", "O", "P", "Q",
                                          "R", "S", "U", "Vdb", "Vdc", "Vde", "Vdh", "Vdk", "Vdo",
                                          "Vdp", "Vdr", "Vds", "Vdw", "Vf", "Vi", "Vj", "Vk", "Vm",
                                          "Vu", "Vx", "Vy", "X", "Z"));
}

TEST(CheckTest, ATruncatedOrLengthenedRecordOfAnySortIsFound) {
  FullStore full;
  for (const auto& record : full.records()) {
    const std::string sort = sortOf(record.key);
    if (sort == "Vu") continue;  // any text is a source
    SCOPED_TRACE(sort);
    for (size_t size = 0; size < record.value.size(); ++size) {
      full.put(record.key, record.value.substr(0, size));
      EXPECT_GT(checkStore(full.store()).faultCount, 0U) << size;
    }
    full.put(record.key, record.value + '\x01');
    EXPECT_GT(checkStore(full.store()).faultCount, 0U);
    full.put(record.key, record.value);
  }
  EXPECT_EQ(checkStore(full.store()).faultCount, 0U);
}

TEST(CheckTest, ALostRecordIsFoundWhereAnotherNeedsIt) {
  FullStore full;
  // What nothing else speaks of may be gone without a trace: the app, bindings of kinds, imports, settled promises, dead
  // letters that hold no promise, what only these needed, and the collector's rows of what is gone.
  const std::set<std::string> silent = {"A", "G", "Vdb", "Vdp", "Vi", "Z"};
  for (const auto& record : full.records()) {
    const std::string sort = sortOf(record.key);
    if (silent.contains(sort)) continue;
    full.erase(record.key);
    EXPECT_GT(checkStore(full.store()).faultCount, 0U) << sort;
    full.put(record.key, record.value);
  }
}

TEST(CheckTest, AWrongCountOfReferencesIsFound) {
  FullStore full;
  full.put(promiseKey(60'000), toBytes(KernelPromise{5, Undecided{kNoVat, 1, 0, 0, {VatId(2)}}}));
  const auto faults = checkStore(full.store()).faults;
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0], "kp60000: its record counts 5 references, there are 2");
}

TEST(CheckTest, NumbersThatWereNeverGivenOutAreFound) {
  FullStore full;
  full.put(vatDataKey(VatId(1), {VatTable::counters}), toBytes(VatCounters{3, 0}));
  EXPECT_THAT(checkStore(full.store()).faults,
              testing::Contains("vat 1: a number is used that was never given out"));
}

TEST(CheckTest, AnyDamageIsSurvived) {
  const uint64_t seed = 20'260'101;
  FullStore full;
  Random random(seed);
  const auto records = full.records();
  for (int i = 0; i < 4'000; ++i) {
    const auto& record = records[random.below(records.size())];
    std::string value = record.value;
    std::string key = record.key;
    std::string& damaged = random.oneIn(4) ? key : value;
    for (uint64_t n = random.below(3) + 1; n > 0 && !damaged.empty(); --n) {
      damaged[random.below(damaged.size())] = static_cast<char>(random.next());
    }
    full.put(key, value);
    checkStore(full.store());
    if (key != record.key) full.erase(key);
    full.put(record.key, record.value);
  }
  EXPECT_EQ(checkStore(full.store()).faultCount, 0U) << "seed " << seed;
}

TEST(CheckTest, WhatIsWrongIsCountedPastWhatIsShown) {
  FullStore full;
  for (uint64_t n = 0; n < 1500; ++n) full.put(ownerKey(n + 100'000), "");
  const CheckReport report = checkStore(full.store());
  EXPECT_EQ(report.faults.size(), CheckReport::kFaultsShown);
  EXPECT_GE(report.faultCount, 1500U);
}

}  // namespace
}  // namespace keeve::kernel
