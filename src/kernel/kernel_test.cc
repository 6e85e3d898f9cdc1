#include "kernel/kernel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/testing/kernel_harness.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Numbers are kept in records that `keeve check` knows: promises, fulfilled with a message named so.
std::string stored(uint64_t number) {
  return toBytes(keeve::PromiseRecord{false, {methodBody(std::to_string(number), {}), {}}});
}
uint64_t numberIn(const std::string& bytes) {
  if (bytes.empty()) return 0;
  return std::stoull(methodName(parsePromise(bytes)->value.body));
}
uint64_t readNumber(SyscallPort& port, uint64_t id) { return numberIn(get(port, id)); }
void writeNumber(SyscallPort& port, uint64_t id, uint64_t number) {
  port.write({VatTable::counters}, toBytes(VatCounters{100, 0}));
  put(port, id, stored(number));
}

// Adds one to each of three records, as a crank that must be whole does.
void addToAll(SyscallPort& port) {
  for (const uint64_t id : {1, 2, 3}) writeNumber(port, id, readNumber(port, id) + 1);
}

TEST(KernelTest, ACallReachesTheRootAndItsResultComesBack) {
  KernelHarness harness;
  harness.vats.onMessage(
      "main", [](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
        EXPECT_EQ(message.target, (Vref{kHeapObjectClass, kRootId}));
        port.print(Stream::out, "called " + method);
        fulfil(port, message, {errorBody("a", "b"), {}});
      });
  harness.run({std::string("main")});
  const uint64_t call = harness.callAndSettle("main", "hello");
  EXPECT_FALSE(harness.output().of(call).rejected);
  EXPECT_EQ(harness.output().of(call).body, errorBody("a", "b"));
  EXPECT_THAT(harness.output().said(), ElementsAre("called hello", "=1"));
}

TEST(KernelTest, ACallToNoVatIsRejected) {
  KernelHarness harness;
  harness.run({std::string("main")});
  EXPECT_THAT(harness.output().reason(harness.callAndSettle("bank", "x")),
              HasSubstr("there is no vat \"bank\""));
}

TEST(KernelTest, AFaultUndoesTheCrankRejectsTheResultAndEndsTheIncarnation) {
  KernelHarness harness;
  harness.vats.set("main", [](const Delivery& delivery, SyscallPort& port) -> DeliveryOutcome {
    const auto* message = std::get_if<DeliverMessage>(&delivery.what);
    if (!message) return Delivered{};
    const std::string method = methodName(message->message.body);
    if (method == "get")
      fulfil(port, *message, {errorBody("", std::to_string(readNumber(port, 1))), {}});
    if (method == "get") return Delivered{};
    addToAll(port);
    port.print(Stream::out, "half done");
    if (method == "spin") return Fault{"crankMs", "it ran too long"};
    fulfil(port, *message, {undefinedBody(), {}});
    return Delivered{};
  });
  harness.run({std::string("main")});
  harness.callAndSettle("main", "add");
  const uint64_t spin = harness.callAndSettle("main", "spin");
  EXPECT_EQ(harness.output().reason(spin), "Error: vat main exceeded crankMs");
  EXPECT_EQ(harness.vats.made("main"), 1);
  EXPECT_EQ(harness.output().of(harness.callAndSettle("main", "get")).body, errorBody("", "1"));
  EXPECT_EQ(harness.vats.made("main"), 2);
  EXPECT_THAT(harness.output().said(), ElementsAre("half done", "=1", "!2", "=3"));
}

TEST(KernelTest, AResultThatIsNotSettledIsNeverReleased) {
  KernelHarness harness;
  harness.vats.onMessage("main", [](const std::string&, const DeliverMessage&, SyscallPort&) {});
  harness.run({std::string("main")});
  EXPECT_FALSE(harness.output().has(harness.callAndSettle("main", "never")));
}

TEST(KernelTest, AResultMayBeSettledByALaterCrank) {
  KernelHarness harness;
  std::optional<Vref> open;
  harness.vats.onMessage(
      "main", [&](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
        if (method == "open") open = message.result;
        if (method == "open") return;
        port.resolve({{*open, true, {errorBody("Error", "late"), {}}},
                      {*message.result, false, {undefinedBody(), {}}}});
      });
  harness.run({std::string("main")});
  const uint64_t first = harness.callAndSettle("main", "open");
  EXPECT_FALSE(harness.output().has(first));
  harness.callAndSettle("main", "close");
  EXPECT_EQ(harness.output().reason(first), "Error: late");
}

TEST(KernelTest, BootstrapIsAskedOnceWithEveryRoot) {
  KernelHarness harness;
  std::vector<size_t> roots;
  harness.vats.onMessage(
      "main",
      [&](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
        EXPECT_EQ(method, "bootstrap");
        EXPECT_EQ(message.message.body,
                  methodBody("bootstrap", {recordOfSlotsBody({"bank", "main"})}));
        EXPECT_EQ(message.message.slots.at(0).refClass, kImportClass);
        EXPECT_EQ(message.message.slots.at(1), (Vref{kHeapObjectClass, kRootId}));
        roots.push_back(message.message.slots.size());
        fulfil(port, message, {undefinedBody(), {}});
      },
      {"bootstrap"});
  harness.run({std::string("main"), std::string("bank")});
  EXPECT_TRUE(harness.output().has(kBootstrapCall));
  harness.run({std::string("main"), std::string("bank")});
  EXPECT_FALSE(harness.output().has(kBootstrapCall));
  EXPECT_EQ(roots.size(), 1U);
}

TEST(KernelTest, ARootWithoutBootstrapIsNotAskedThenNorLater) {
  KernelHarness harness;
  int messages = 0;
  const auto count = [&](const std::string&, const DeliverMessage&, SyscallPort&) { ++messages; };
  harness.vats.onMessage("main", count, {"other"});
  harness.run({std::string("main")});
  harness.vats.onMessage("main", count, {"bootstrap"});
  harness.run({std::string("main")});
  EXPECT_EQ(messages, 0);
}

TEST(KernelTest, AStoreThatFailsAtAnyWriteIsOpenedToWholeCranks) {
  for (uint64_t fault = 0; fault < 40; ++fault) {
    SCOPED_TRACE(fault);
    KernelHarness harness(fault);
    harness.vats.onMessage(
        "main", [](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
          if (method == "add") addToAll(port);
          fulfil(port, message, {errorBody("", std::to_string(readNumber(port, 1))), {}});
        });
    uint64_t told = 0;
    harness.store().plan({.failGet = {}, .failApply = fault, .failSync = {}});
    try {
      harness.run({std::string("main")});
      for (int i = 0; i < 30; ++i) harness.call("main", "add");
      harness.settle();
    } catch (const store::StoreError&) {
    }
    for (uint64_t call = 1; call <= 30 && harness.output().has(call); ++call) told = call;
    harness.crash();
    harness.expectSound();
    harness.run({std::string("main")});
    const std::string body = harness.output().of(harness.callAndSettle("main", "get")).body;
    EXPECT_GE(std::stoull(describeReason(body)), told);
    EXPECT_LE(std::stoull(describeReason(body)), 30U);
  }
}

TEST(KernelTest, BootstrapHappensOnceHoweverOftenTheStoreFails) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    KernelHarness harness(seed);
    uint64_t seen = 0;
    harness.vats.onMessage(
        "main",
        [&](const std::string&, const DeliverMessage& message, SyscallPort& port) {
          addToAll(port);
          seen = readNumber(port, 1);
          fulfil(port, message, {undefinedBody(), {}});
        },
        {"bootstrap"});
    for (uint64_t fault = 0; fault < 12; ++fault) {
      harness.store().plan({.failGet = {}, .failApply = fault % (seed % 7 + 1), .failSync = {}});
      try {
        harness.run({std::string("main")});
      } catch (const store::StoreError&) {
      }
      harness.crash();
    }
    harness.run({std::string("main")});
    harness.callAndSettle("main", "look");  // adds one more
    EXPECT_EQ(seen, 2U);
  }
}

TEST(KernelTest, ANewerFormatIsRefused) {
  KernelHarness harness;
  store::WriteBatch batch;
  batch.put("F", "\x04");
  harness.store().apply(batch);
  try {
    harness.open();
    FAIL() << "it was opened";
  } catch (const store::StoreError& error) {
    EXPECT_STREQ(error.what(),
                 "store test has format 4; this keeve reads format 3: use a newer keeve");
  }
  store::WriteBatch back;
  back.put("F", "\x03");
  harness.store().apply(back);
}

TEST(KernelTest, AStopEndsTheRunAfterTheCrankInHand) {
  store::MemoryStore store;
  ScriptedVats vats;
  WrittenOutput output;
  const ManualClock clock{1};
  std::atomic<bool> stop = false;
  int delivered = 0;
  vats.onMessage("main", [&](const std::string&, const DeliverMessage& message, SyscallPort& port) {
    ++delivered;
    stop = true;
    fulfil(port, message, {undefinedBody(), {}});
  });
  Kernel kernel({store, vats, output, clock, stop}, "test");
  kernel.install({"test.js", "", {KernelHarness::spec("main")}});
  kernel.call(1, "main", {methodBody("a", {}), {}});
  kernel.call(2, "main", {methodBody("b", {}), {}});
  kernel.runUntilIdle();
  kernel.releaseOutputs();
  EXPECT_EQ(delivered, 1);
  EXPECT_TRUE(output.has(1));
  EXPECT_FALSE(output.has(2));
}

TEST(KernelTest, WhatAnIdleVatKeepsInMemoryGoesToABusyOne) {
  constexpr size_t kMiB = size_t{1} << 20;
  KernelHarness harness;
  harness.options.cacheBytesMax = 16 * kMiB;
  harness.run({std::string("idle"), std::string("busy")});
  harness.vats.cache("idle").use = {15 * kMiB, 0};
  harness.callAndSettle("idle", "x");
  harness.vats.cache("busy").use = {kMiB / 2, 0};
  harness.callAndSettle("busy", "x");
  EXPECT_EQ(harness.vats.cache("idle").shrinks, 0);
  harness.vats.cache("busy").use = {kMiB / 2, 4 * kMiB};
  harness.callAndSettle("busy", "x");
  EXPECT_EQ(harness.vats.cache("idle").shrinks, 1);
  EXPECT_LT(harness.vats.cache("idle").bytesMax, 12 * kMiB);
  harness.callAndSettle("busy", "x");
  EXPECT_GE(harness.vats.cache("busy").bytesMax, 2 * kMiB);
  EXPECT_EQ(harness.vats.cache("busy").shrinks, 0);
}

}  // namespace
}  // namespace keeve::kernel
