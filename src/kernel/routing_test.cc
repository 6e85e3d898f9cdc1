// Messages and promises between vats: the c-lists, the promise table and the queues at work.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "kernel/testing/kernel_harness.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {
namespace {

using testing::HasSubstr;

std::vector<std::string> names(std::initializer_list<const char*> list) {
  return {list.begin(), list.end()};
}

// A vat `main` that keeps what bootstrap gave it, in the order of the vats' names.
struct Caller {
  std::vector<Vref> roots;
  std::vector<Resolution> heard;
  std::function<void(const std::string&, const DeliverMessage&, SyscallPort&)> onMessage;

  void install(ScriptedVats& vats) {
    vats.onMessage(
        "main",
        [this](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
          if (method == "bootstrap") roots = message.message.slots;
          if (onMessage && method != "bootstrap") return onMessage(method, message, port);
          fulfil(port, message, {undefinedBody(), {}});
        },
        {"bootstrap"},
        [this](const DeliverNotify& news, SyscallPort&) {
          heard.insert(heard.end(), news.resolutions.begin(), news.resolutions.end());
        });
  }
};

// Keeps an object without properties, as a vat with such a kind would.
void keepObject(SyscallPort& port, const Vref& ref) {
  port.write({VatTable::counters}, toBytes(VatCounters{100, 1}));
  port.write({VatTable::kind, 0}, toBytes(KindRecord{"purse"}));
  port.write({VatTable::shape, 0}, toBytes(ShapeRecord{0, 1, false, {}}));
  std::string state;
  appendStateHead(state, ref.shape());
  appendCapData(state, {});
  port.write({VatTable::state, ref.id}, state, {.isNew = true});
}

Vref promise(uint64_t id) { return {kPromiseClass, id}; }

TEST(RoutingTest, AMessageReachesAnotherVatAndItsResultComesBack) {
  KernelHarness harness;
  Caller main;
  main.onMessage = [&](const std::string&, const DeliverMessage& message, SyscallPort& port) {
    port.send(main.roots.at(0), send("deposit"), promise(5));
    port.subscribe(promise(5));
    fulfil(port, message, {undefinedBody(), {}});
  };
  main.install(harness.vats);
  std::string method;
  harness.vats.onMessage(
      "bank", [&](const std::string& name, const DeliverMessage& message, SyscallPort& port) {
        method = name;
        EXPECT_EQ(message.target, (Vref{kHeapObjectClass, kRootId}));
        EXPECT_EQ(message.result->refClass, static_cast<uint32_t>(kImportedPromiseClass));
        fulfil(port, message, {errorBody("", "done"), {}});
      });
  harness.run(names({"main", "bank"}));
  harness.callAndSettle("main", "go");
  EXPECT_EQ(method, "deposit");
  ASSERT_EQ(main.heard.size(), 1U);
  EXPECT_EQ(main.heard[0].promise, promise(5));
  EXPECT_FALSE(main.heard[0].rejected);
  EXPECT_EQ(main.heard[0].value.body, errorBody("", "done"));
}

TEST(RoutingTest, AnObjectComesHomeUnderItsOwnName) {
  KernelHarness harness;
  Caller main;
  const Vref purse = virtualObjectRef(0, 9);
  main.onMessage = [&](const std::string& method, const DeliverMessage& message,
                       SyscallPort& port) {
    if (method == "self") {
      EXPECT_EQ(message.target.key(), purse.key());
    }
    if (method == "go") keepObject(port, purse);
    if (method == "go") port.send(main.roots.at(0), send("keep", {purse}), std::nullopt);
    fulfil(port, message, {undefinedBody(), {}});
  };
  main.install(harness.vats);
  std::vector<Vref> presences;
  harness.vats.onMessage("bank",
                         [&](const std::string&, const DeliverMessage& message, SyscallPort& port) {
                           presences.push_back(message.message.slots.at(0));
                           port.send(presences.back(), send("self"), std::nullopt);
                         });
  harness.run(names({"main", "bank"}));
  harness.callAndSettle("main", "go");
  harness.callAndSettle("main", "go");
  ASSERT_EQ(presences.size(), 2U);
  EXPECT_EQ(presences[0], presences[1]);
  EXPECT_EQ(presences[0].refClass, static_cast<uint32_t>(kImportClass));
}

TEST(RoutingTest, SendsToAPromiseWaitForItAndKeepTheirOrder) {
  KernelHarness harness;
  Caller main;
  main.onMessage = [&](const std::string&, const DeliverMessage& message, SyscallPort& port) {
    port.send(main.roots.at(0), send("open"), promise(5));
    port.send(promise(5), send("one"), promise(6));
    port.send(promise(5), send("two"), std::nullopt);
    port.send(promise(6), send("three"), promise(7));
    port.subscribe(promise(7));
    fulfil(port, message, {undefinedBody(), {}});
  };
  main.install(harness.vats);
  std::vector<std::string> heard;
  harness.vats.onMessage(
      "bank", [&](const std::string& name, const DeliverMessage& message, SyscallPort& port) {
        heard.push_back(name + " to " + toText(message.target));
        const std::string remotable{'\x10', '\0', '\x80'};
        if (name == "open") fulfil(port, message, {remotable, {Vref{kHeapObjectClass, 3}}});
        if (name == "one") fulfil(port, message, {errorBody("", "data"), {}});
      });
  harness.run(names({"main", "bank"}));
  harness.callAndSettle("main", "go");
  EXPECT_THAT(heard, testing::ElementsAre("open to h0", "one to h3", "two to h3"));
  ASSERT_EQ(main.heard.size(), 1U);
  EXPECT_TRUE(main.heard[0].rejected);
  EXPECT_EQ(describeReason(main.heard[0].value.body),
            "TypeError: target has no method \"three\", has []");
}

TEST(RoutingTest, AChainOfPipelinedSendsOfAnyLengthIsCarriedThrough) {
  KernelHarness harness;
  Caller main;
  main.onMessage = [&](const std::string&, const DeliverMessage& message, SyscallPort& port) {
    port.send(main.roots.at(0), send("fail"), promise(5));
    for (uint64_t id = 5; id < 20'000; ++id) port.send(promise(id), send("next"), promise(id + 1));
    port.subscribe(promise(20'000));
    fulfil(port, message, {undefinedBody(), {}});
  };
  main.install(harness.vats);
  harness.vats.onMessage("bank",
                         [](const std::string&, const DeliverMessage& message, SyscallPort& port) {
                           port.resolve({{*message.result, true, {errorBody("Error", "no"), {}}}});
                         });
  harness.run(names({"main", "bank"}));
  harness.callAndSettle("main", "go");
  ASSERT_EQ(main.heard.size(), 1U);
  EXPECT_EQ(describeReason(main.heard[0].value.body), "Error: no");
}

TEST(RoutingTest, APromiseResolvedToItselfRejectsWhatWaitsThere) {
  KernelHarness harness;
  Caller main;
  main.onMessage = [&](const std::string&, const DeliverMessage& message, SyscallPort& port) {
    port.send(main.roots.at(0), send("twist"), promise(5));
    port.send(promise(5), send("x"), promise(6));
    port.subscribe(promise(6));
    fulfil(port, message, {undefinedBody(), {}});
  };
  main.install(harness.vats);
  harness.vats.onMessage("bank",
                         [](const std::string&, const DeliverMessage& message, SyscallPort& port) {
                           fulfil(port, message, {std::string{'\x11', '\0'}, {*message.result}});
                         });
  harness.run(names({"main", "bank"}));
  harness.callAndSettle("main", "go");
  ASSERT_EQ(main.heard.size(), 1U);
  EXPECT_EQ(describeReason(main.heard[0].value.body),
            "TypeError: a promise was resolved to itself");
}

// What a vat is told, resolutions crank by crank, of a promise that another vat settles with
// `settle`, and of all that its value leads to.
std::vector<size_t> toldOf(const std::function<void(const Vref&, SyscallPort&)>& settle) {
  KernelHarness harness;
  Vref bank;
  std::vector<size_t> told;
  harness.vats.onMessage(
      "main",
      [&](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
        if (method == "bootstrap") bank = message.message.slots.at(0);
        if (method == "go") port.send(bank, send("settle"), promise(5));
        if (method == "go") port.subscribe(promise(5));
        fulfil(port, message, {undefinedBody(), {}});
      },
      {"bootstrap"},
      [&](const DeliverNotify& news, SyscallPort& port) {
        told.push_back(news.resolutions.size());
        std::set<Vref> known;
        for (const Resolution& each : news.resolutions) known.insert(each.promise);
        for (const Resolution& each : news.resolutions) {
          for (const Vref& slot : each.value.slots)
            if (!known.contains(slot) && told.size() < 20) port.subscribe(slot);
        }
      });
  harness.vats.onMessage("bank", [&](const std::string&, const DeliverMessage& message,
                                     SyscallPort& port) { settle(*message.result, port); });
  harness.run(names({"main", "bank"}));
  harness.callAndSettle("main", "go");
  return told;
}

VatCapData largeValue(std::vector<Vref> slots) {
  return {errorBody("", std::string(size_t{3} << 20, 'x')), std::move(slots)};
}

TEST(RoutingTest, OneCrankTellsOfLargeValuesUpToABoundAndOtherCranksOfTheRest) {
  EXPECT_THAT(toldOf([](const Vref& result, SyscallPort& port) {
                std::vector<Resolution> all = {{result, false, {undefinedBody(), {}}}};
                for (uint64_t id = 30; id < 35; ++id) {
                  all.front().value.slots.push_back(promise(id));
                  all.push_back({promise(id), false, largeValue({})});
                }
                port.resolve(all);
              }),
              testing::ElementsAre(3, 1, 1, 1));
}

TEST(RoutingTest, LargeValuesThatHoldEachOtherAreToldOfTogether) {
  EXPECT_THAT(toldOf([](const Vref& result, SyscallPort& port) {
                port.resolve({{result, false, largeValue({promise(30)})},
                              {promise(30), false, largeValue({promise(31)})},
                              {promise(31), false, largeValue({promise(32)})},
                              {promise(32), false, largeValue({result, promise(33)})},
                              {promise(33), false, largeValue({})}});
              }),
              testing::ElementsAre(4, 1));
}

TEST(RoutingTest, WhatTheOldHeapPromisedIsRejectedWhenTheVatRestarts) {
  KernelHarness harness;
  Caller main;
  Vref lent;
  main.onMessage = [&](const std::string& method, const DeliverMessage& message,
                       SyscallPort& port) {
    if (method == "ask") port.send(main.roots.at(0), send("wait"), promise(5));
    if (method == "ask") port.subscribe(promise(5));
    if (method == "keep") lent = message.message.slots.at(0);
    if (method == "use") port.send(lent, send("x"), promise(6));
    if (method == "use") port.subscribe(promise(6));
    fulfil(port, message, {undefinedBody(), {}});
  };
  main.install(harness.vats);
  Vref caller;
  harness.vats.set("bank", [&](const Delivery& delivery, SyscallPort& port) -> DeliveryOutcome {
    const auto* message = std::get_if<DeliverMessage>(&delivery.what);
    if (!message) return Delivered{};
    const std::string method = methodName(message->message.body);
    if (method == "spin") return Fault{"heapMB", ""};
    if (method == "meet")
      port.send(message->message.slots.at(0), send("keep", {Vref{kHeapObjectClass, 4}}),
                std::nullopt);
    return Delivered{};
  });
  harness.run(names({"main", "bank"}));
  const Vref mainRoot = main.roots.at(1);
  main.onMessage = [&, before = main.onMessage](const std::string& method,
                                                const DeliverMessage& message, SyscallPort& port) {
    if (method == "meet") port.send(main.roots.at(0), send("meet", {mainRoot}), std::nullopt);
    before(method, message, port);
  };
  harness.callAndSettle("main", "ask");
  harness.callAndSettle("main", "meet");
  EXPECT_EQ(main.heard.size(), 0U);
  harness.callAndSettle("bank", "spin");
  ASSERT_EQ(main.heard.size(), 1U);
  EXPECT_EQ(main.heard[0].value.body, vatRestartedBody("bank", 2));
  harness.callAndSettle("main", "use");
  ASSERT_EQ(main.heard.size(), 2U);
  EXPECT_EQ(main.heard[1].value.body, vatRestartedBody("bank", 2));
}

TEST(RoutingTest, ADeliveryWithoutAResultIsTriedThreeTimesAndPutAside) {
  KernelHarness harness;
  Caller main;
  main.onMessage = [&](const std::string&, const DeliverMessage& message, SyscallPort& port) {
    port.send(main.roots.at(0), send("poison"), std::nullopt);
    port.send(main.roots.at(0), send("good"), std::nullopt);
    fulfil(port, message, {undefinedBody(), {}});
  };
  main.install(harness.vats);
  int poisoned = 0;
  int good = 0;
  harness.vats.set("bank", [&](const Delivery& delivery, SyscallPort&) -> DeliveryOutcome {
    const auto* message = std::get_if<DeliverMessage>(&delivery.what);
    if (!message) return Delivered{};
    if (methodName(message->message.body) == "good") ++good;
    if (methodName(message->message.body) != "poison") return Delivered{};
    ++poisoned;
    return Fault{"crankMs", ""};
  });
  harness.run(names({"main", "bank"}));
  harness.callAndSettle("main", "go");
  EXPECT_EQ(poisoned, 3);
  EXPECT_EQ(good, 1);
  EXPECT_THAT(harness.output().said().back(), HasSubstr("given up"));
}

TEST(RoutingTest, QueuedMessagesSurviveACrashAndAreDeliveredOnce) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(seed);
    KernelHarness harness(seed);
    Caller main;
    main.onMessage = [&](const std::string&, const DeliverMessage& message, SyscallPort& port) {
      for (int i = 0; i < 5; ++i) port.send(main.roots.at(0), send("count"), std::nullopt);
      fulfil(port, message, {undefinedBody(), {}});
    };
    main.install(harness.vats);
    harness.vats.onMessage(
        "bank", [](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
          const auto bytes = port.read({VatTable::counters});
          uint64_t count = bytes ? parseCounters(*bytes)->nextShape : 0;
          if (method == "count") port.write({VatTable::counters}, toBytes(VatCounters{2, ++count}));
          fulfil(port, message, {errorBody("", std::to_string(count)), {}});
        });
    harness.run(names({"main", "bank"}));
    harness.store().plan({.failGet = {}, .failApply = seed % 8, .failSync = {}});
    const uint64_t go = harness.call("main", "go");
    try {
      harness.settle();
    } catch (const store::StoreError&) {
    }
    const bool told = harness.output().has(go);
    harness.crash();
    harness.open();
    harness.settle();
    const std::string count =
        describeReason(harness.output().of(harness.callAndSettle("bank", "get")).body);
    EXPECT_TRUE(count == "5" || (count == "0" && !told)) << count;
  }
}

}  // namespace
}  // namespace keeve::kernel
