// What the kernel refuses a vat: limits that are its own to keep (SPEC §11), and names that the vat was never given.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/testing/kernel_harness.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {
namespace {

using Act = std::function<void(const DeliverMessage&, SyscallPort&)>;

// The reason of a call to a vat with these limits that acts so.
std::string reasonOf(const VatLimits& limits, const Act& act) {
  KernelHarness harness;
  harness.vats.onMessage(
      "main", [&](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
        if (method == "act") act(message, port);
        if (method == "other") fulfil(port, message, {undefinedBody(), {}});
      });
  VatSpec spec = KernelHarness::spec("main");
  spec.settings.limits = limits;
  harness.run(std::vector<VatSpec>{spec});
  const uint64_t call = harness.callAndSettle("main", "act");
  EXPECT_FALSE(harness.output().of(harness.callAndSettle("main", "other")).rejected);
  return harness.output().has(call) ? harness.output().reason(call) : "it did not settle";
}

std::string reasonOf(const Act& act) { return reasonOf(VatLimits{}, act); }

std::string settledOf(size_t bytes) {
  return toBytes(keeve::PromiseRecord{false, {errorBody("", std::string(bytes, 'x')), {}}});
}

TEST(LimitsTest, OneValueMayNotBeLargerThanValueMB) {
  VatLimits limits;
  limits.valueBytesMax = 1000;
  EXPECT_EQ(reasonOf(limits,
                     [](const DeliverMessage&, SyscallPort& port) {
                       port.write({VatTable::promise, 0}, std::string(1001, 'x'));
                     }),
            "Error: vat main exceeded valueMB");
  EXPECT_EQ(reasonOf(limits,
                     [](const DeliverMessage& message, SyscallPort& port) {
                       fulfil(port, message, {std::string(1001, 'x'), {}});
                     }),
            "Error: vat main exceeded valueMB");
  EXPECT_EQ(reasonOf(limits,
                     [](const DeliverMessage& message, SyscallPort& port) {
                       port.send(message.target, {std::string(1001, 'x'), {}}, {});
                     }),
            "Error: vat main exceeded valueMB");
}

TEST(LimitsTest, OneCrankMayNotSendMoreThanItsMessages) {
  VatLimits limits;
  limits.messagesMax = 10;
  EXPECT_EQ(reasonOf(limits,
                     [](const DeliverMessage& message, SyscallPort& port) {
                       for (int i = 0; i < 11; ++i) port.send(message.target, send("x"), {});
                     }),
            "Error: vat main exceeded messages");
}

TEST(LimitsTest, OneCrankMayNotWriteAndSendMoreThanTheKernelHolds) {
  const std::string reason = "Error: vat main wrote and sent more than 256 MB in one crank";
  constexpr size_t kBytes = size_t{15} << 20;
  constexpr int kTooMany = 18;
  EXPECT_EQ(reasonOf([](const DeliverMessage& message, SyscallPort& port) {
              const VatCapData large{std::string(kBytes, 'x'), {}};
              for (int i = 0; i < kTooMany; ++i) port.send(message.target, large, {});
            }),
            reason);
  EXPECT_EQ(reasonOf([](const DeliverMessage& message, SyscallPort& port) {
              const std::string large(kBytes, 'x');
              for (uint64_t i = 0; i < kTooMany / 2; ++i) {
                port.write({VatTable::promise, i}, large);
                port.send(message.target, {large, {}}, {});
              }
            }),
            reason);
}

TEST(LimitsTest, WhatACrankWritesOverCountsOnce) {
  EXPECT_EQ(reasonOf([](const DeliverMessage& message, SyscallPort& port) {
              port.write({VatTable::counters}, toBytes(VatCounters{100, 0}));
              const std::string large = settledOf(size_t{15} << 20);
              for (int i = 0; i < 20; ++i) put(port, 2, large);
              fulfil(port, message, {undefinedBody(), {}});
            }),
            "it was fulfilled");
}

TEST(LimitsTest, StoredBytesMayNotPassStoreMB) {
  KernelHarness harness;
  harness.vats.onMessage(
      "main", [](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
        port.write({VatTable::counters}, toBytes(VatCounters{100, 0}));
        if (method == "shrink") port.erase({VatTable::promise, 3});
        if (method == "grow") {
          uint64_t id = 2;
          while (port.read({VatTable::promise, id})) ++id;
          put(port, id, settledOf(300));
        }
        fulfil(port, message, {undefinedBody(), {}});
      });
  VatSpec spec = KernelHarness::spec("main");
  spec.settings.limits.storeBytesMax = 1000;
  harness.run(std::vector<VatSpec>{spec});
  EXPECT_FALSE(harness.output().of(harness.callAndSettle("main", "grow")).rejected);
  EXPECT_FALSE(harness.output().of(harness.callAndSettle("main", "grow")).rejected);
  harness.run(std::vector<VatSpec>{spec});
  EXPECT_FALSE(harness.output().of(harness.callAndSettle("main", "grow")).rejected);
  const uint64_t tooMuch = harness.callAndSettle("main", "grow");
  EXPECT_EQ(harness.output().reason(tooMuch), "Error: vat main exceeded storeMB");
  EXPECT_FALSE(harness.output().of(harness.callAndSettle("main", "shrink")).rejected);
  EXPECT_FALSE(harness.output().of(harness.callAndSettle("main", "grow")).rejected);
}

TEST(LimitsTest, AVatCannotNameWhatItWasNeverGiven) {
  const std::string reason = "Error: vat main named i77, which it was never given";
  const Vref stranger{kImportClass, 77};
  EXPECT_EQ(reasonOf([&](const DeliverMessage&, SyscallPort& port) {
              port.send(stranger, send("x"), {});
            }),
            reason);
  EXPECT_EQ(reasonOf([&](const DeliverMessage& message, SyscallPort& port) {
              port.send(message.target, send("x", {stranger}), {});
            }),
            reason);
  EXPECT_EQ(reasonOf([&](const DeliverMessage& message, SyscallPort& port) {
              fulfil(port, message, {undefinedBody(), {stranger}});
            }),
            reason);
  EXPECT_EQ(reasonOf([&](const DeliverMessage&, SyscallPort& port) {
              port.subscribe({kImportedPromiseClass, 77});
            }),
            "Error: vat main named q77, which it was never given");
}

TEST(LimitsTest, AVatCannotNameItsOwnRootAsAnImport) {
  const std::string reason = reasonOf([](const DeliverMessage&, SyscallPort& port) {
    for (uint64_t id = 1; id < 10; ++id) port.send({kImportClass, id}, send("x"), {});
  });
  EXPECT_EQ(reason, "Error: vat main named i1, which it was never given");
}

TEST(LimitsTest, AVatCannotSettleWhatItDoesNotDecide) {
  const std::string reason = "Error: vat main settled a promise that it does not decide";
  EXPECT_EQ(reasonOf([](const DeliverMessage& message, SyscallPort& port) {
              port.send(message.target, send("other"), Vref{kPromiseClass, 5});
              port.resolve({{{kPromiseClass, 5}, false, {undefinedBody(), {}}}});
            }),
            reason);
  EXPECT_EQ(reasonOf([](const DeliverMessage& message, SyscallPort& port) {
              fulfil(port, message, {undefinedBody(), {}});
              fulfil(port, message, {undefinedBody(), {}});
            }).find("Error: vat main named q"),
            0U);
  EXPECT_EQ(reasonOf([](const DeliverMessage& message, SyscallPort& port) {
              port.resolve({{message.target, false, {undefinedBody(), {}}}});
            }),
            "Error: vat main settled h0, which is no promise");
}

TEST(LimitsTest, AVatCannotMixObjectsAndPromises) {
  EXPECT_EQ(reasonOf([](const DeliverMessage& message, SyscallPort& port) {
              port.subscribe(message.target);
            }),
            "Error: vat main subscribed to h0, which is no promise");
  EXPECT_EQ(reasonOf([](const DeliverMessage& message, SyscallPort& port) {
              port.send(message.target, send("x"), Vref{kHeapObjectClass, 9});
            }),
            "Error: vat main named h9 as a message's result");
}

TEST(LimitsTest, ANameEndsWhenItsPromiseIsSettled) {
  EXPECT_EQ(reasonOf([](const DeliverMessage& message, SyscallPort& port) {
              port.send(message.target, send("other", {*message.result}), {});
              fulfil(port, message, {undefinedBody(), {}});
              port.subscribe(*message.result);
            }).find("Error: vat main named q"),
            0U);
}

TEST(LimitsTest, AWorkerThatReturnsAFaultOfItsOwnTellsItsReason) {
  KernelHarness harness;
  harness.vats.set("main", [](const Delivery& delivery, SyscallPort&) -> DeliveryOutcome {
    if (std::holds_alternative<StartVat>(delivery.what)) return Delivered{};
    return Fault{"", "the engine ended"};
  });
  harness.run({std::string("main")});
  EXPECT_EQ(harness.output().reason(harness.callAndSettle("main", "x")), "Error: the engine ended");
}

}  // namespace
}  // namespace keeve::kernel
