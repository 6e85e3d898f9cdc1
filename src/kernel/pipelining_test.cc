// Messages to promises: how they go ahead to the vat that decides, and keep their order (SPEC §10).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "kernel/testing/kernel_harness.h"

namespace keeve::kernel {
namespace {

using testing::ElementsAre;

const std::string kRemotable{'\x10', '\0', '\x80'};

Vref promise(uint64_t id) { return {kPromiseClass, id}; }

// `main` sends by order of the test, to roots in the order of the vats' names.
class PipeliningTest : public testing::Test {
 protected:
  using OnMessage = ScriptedVats::OnMessage;

  void start(const std::vector<std::string>& vats, OnMessage onMain) {
    harness_.vats.onMessage(
        "main",
        [this, onMain = std::move(onMain)](const std::string& method, const DeliverMessage& message,
                                           SyscallPort& port) {
          if (method == "bootstrap") roots_ = message.message.slots;
          if (method != "bootstrap") onMain(method, message, port);
          fulfil(port, message, {undefinedBody(), {}});
        },
        {"bootstrap"},
        [this](const DeliverNotify& news, SyscallPort& port) {
          for (const Resolution& each : news.resolutions) {
            heard_.push_back(each);
            if (onNews_) onNews_(each, port);
          }
        });
    harness_.run(vats);
  }

  // A vat that notes each message as "method to target".
  void note(const std::string& vat, const OnMessage& onMessage = nullptr) {
    harness_.vats.onMessage(
        vat, [this, vat, onMessage](const std::string& method, const DeliverMessage& message,
                                    SyscallPort& port) {
          noted_.push_back(vat + "." + method + " to " + toText(message.target));
          if (onMessage) onMessage(method, message, port);
        });
  }

  KernelHarness harness_;
  std::vector<Vref> roots_;
  std::vector<Resolution> heard_;
  std::vector<std::string> noted_;
  std::function<void(const Resolution&, SyscallPort&)> onNews_;
};

TEST_F(PipeliningTest, AMessageGoesAheadToTheVatThatDecides) {
  Vref result;
  note("bank", [&](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
    if (method == "open") result = *message.result;
    if (method == "deposit") {
      EXPECT_EQ(message.target, result);
      fulfil(port, message, {errorBody("", "deposited"), {}});
    }
  });
  start({"main", "bank"}, [&](const std::string&, const DeliverMessage&, SyscallPort& port) {
    port.send(roots_.at(0), send("open"), promise(5));
    port.send(promise(5), send("deposit"), promise(6));
    port.subscribe(promise(6));
  });
  harness_.callAndSettle("main", "go");
  EXPECT_EQ(noted_.size(), 2U);
  ASSERT_EQ(heard_.size(), 1U);
  EXPECT_EQ(describeReason(heard_[0].value.body), "deposited");
  harness_.expectSound();
}

TEST_F(PipeliningTest, SendsToPipelinedResultsGoAheadToo) {
  note("bank");
  start({"main", "bank"}, [&](const std::string&, const DeliverMessage&, SyscallPort& port) {
    port.send(promise(6), send("c"), std::nullopt);
    port.send(roots_.at(0), send("a"), promise(5));
    port.send(promise(5), send("b"), promise(7));
    port.send(promise(7), send("d"), std::nullopt);
  });
  harness_.callAndSettle("main", "go");
  ASSERT_EQ(noted_.size(), 3U);
  EXPECT_EQ(noted_[0], "bank.a to h0");
  EXPECT_TRUE(noted_[1].starts_with("bank.b to q"));
  EXPECT_TRUE(noted_[2].starts_with("bank.d to q"));
}

// The bank gets the first of three, then settles: it sends the first on itself, and the kernel the
// others, to a third vat.
TEST_F(PipeliningTest, WhatWentAheadAndWhatDidNotArriveInTheOrderOfSending) {
  Vref result;
  Vref ledger;
  note("bank", [&](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
    if (method == "open") {
      result = *message.result;
      ledger = message.message.slots.at(0);
    }
    if (method == "one") {
      port.resolve({{result, false, {kRemotable, {ledger}}}});
      port.send(ledger, send("one"), std::nullopt);
    }
  });
  note("ledger");
  start({"main", "bank", "ledger"},
        [&](const std::string&, const DeliverMessage&, SyscallPort& port) {
          port.send(roots_.at(0), send("open", {roots_.at(1)}), promise(5));
          for (const char* method : {"one", "two", "three"})
            port.send(promise(5), send(method), std::nullopt);
          port.subscribe(promise(5));
        });
  onNews_ = [&](const Resolution& news, SyscallPort& port) {
    port.send(news.value.slots.at(0), send("four"), std::nullopt);
  };
  harness_.callAndSettle("main", "go");
  std::vector<std::string> atLedger;
  for (const std::string& each : noted_) {
    if (each.starts_with("ledger")) atLedger.push_back(each);
  }
  EXPECT_THAT(atLedger, ElementsAre("ledger.one to h0", "ledger.two to h0", "ledger.three to h0",
                                    "ledger.four to h0"));
}

TEST_F(PipeliningTest, WhatWaitedForTheDeciderComesBeforeWhatIsSentWhileItDecides) {
  // bank is handed `relay`'s result only when relay has passed the call on.
  note("bank", [&](const std::string&, const DeliverMessage&, SyscallPort&) {});
  harness_.vats.onMessage(
      "relay", [&](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
        if (method != "relay") return;
        port.send(message.message.slots.at(0), send("open"), promise(9));
        port.resolve({{*message.result, false, {bodyOfPromise(0), {promise(9)}}}});
      });
  start({"main", "bank", "relay"},
        [&](const std::string&, const DeliverMessage&, SyscallPort& port) {
          port.send(roots_.at(2), send("relay", {roots_.at(0)}), promise(5));
          port.send(promise(5), send("one"), std::nullopt);
          port.send(promise(5), send("two"), std::nullopt);
        });
  harness_.callAndSettle("main", "go");
  ASSERT_EQ(noted_.size(), 3U);
  EXPECT_EQ(noted_[0], "bank.open to h0");
  EXPECT_TRUE(noted_[1].starts_with("bank.one to q"));
  EXPECT_TRUE(noted_[2].starts_with("bank.two to q"));
}

TEST_F(PipeliningTest, AFaultUndoesWhatWentAheadAndRejectsItAndWhatWaits) {
  harness_.vats.set("bank", [&](const Delivery& delivery, SyscallPort&) -> DeliveryOutcome {
    const auto* message = std::get_if<DeliverMessage>(&delivery.what);
    if (!message) return Delivered{};
    const std::string method = methodName(message->message.body);
    noted_.push_back(method);
    if (method == "spin") return Fault{"crankMs", ""};
    return Delivered{};
  });
  start({"main", "bank"}, [&](const std::string& method, const DeliverMessage&, SyscallPort& port) {
    port.send(roots_.at(0), send("open"), promise(5));
    if (method == "only") port.send(promise(5), send("spin"), std::nullopt);
    if (method == "go") port.send(promise(5), send("spin"), promise(6));
    port.send(promise(5), send("after"), promise(7));
    for (const uint64_t id : {5, 6, 7}) {
      if (id != 6 || method == "go") port.subscribe(promise(id));
    }
  });
  harness_.callAndSettle("main", "go");
  EXPECT_THAT(noted_, ElementsAre("open", "spin"));
  ASSERT_EQ(heard_.size(), 3U);
  std::map<std::string, std::string> reasons;
  for (const Resolution& each : heard_) {
    EXPECT_TRUE(each.rejected);
    reasons[toText(each.promise)] = describeReason(each.value.body);
  }
  EXPECT_EQ(reasons["p6"], "Error: vat bank exceeded crankMs");
  EXPECT_EQ(reasons["p5"], "vatRestarted: vat bank restarted");
  EXPECT_EQ(reasons["p7"], "vatRestarted: vat bank restarted");
  harness_.expectSound();
}

TEST_F(PipeliningTest, ASendOnlyThatFaultsAheadIsNotTriedAgain) {
  int spun = 0;
  harness_.vats.set("bank", [&](const Delivery& delivery, SyscallPort&) -> DeliveryOutcome {
    const auto* message = std::get_if<DeliverMessage>(&delivery.what);
    if (!message || methodName(message->message.body) != "spin") return Delivered{};
    ++spun;
    return Fault{"crankMs", ""};
  });
  start({"main", "bank"}, [&](const std::string&, const DeliverMessage&, SyscallPort& port) {
    port.send(roots_.at(0), send("open"), promise(5));
    port.send(promise(5), send("spin"), std::nullopt);
  });
  harness_.callAndSettle("main", "go");
  EXPECT_EQ(spun, 1);
  EXPECT_THAT(harness_.output().said(),
              testing::Contains("vat bank exceeded crankMs: a delivery was undone"));
}

TEST_F(PipeliningTest, AKernelThatStopsWithATicketInHandGoesOn) {
  bool stop = true;
  note("bank", [&](const std::string& method, const DeliverMessage&, SyscallPort&) {
    if (method == "one" && std::exchange(stop, false)) throw store::StoreError("stop here");
  });
  start({"main", "bank"}, [&](const std::string&, const DeliverMessage&, SyscallPort& port) {
    port.send(roots_.at(0), send("open"), promise(5));
    port.send(promise(5), send("one"), promise(6));
    port.subscribe(promise(6));
  });
  harness_.call("main", "go");
  EXPECT_THROW(harness_.settle(), store::StoreError);
  harness_.expectSound();
  harness_.open();
  harness_.callAndSettle("bank", "x");
  EXPECT_THAT(noted_, testing::Contains("bank.x to h0"));
}

TEST_F(PipeliningTest, ALongRowOfPipelinedResultsTakesNoStack) {
  constexpr uint64_t kLength = 3000;
  uint64_t last = 0;
  std::vector<Vref> results;
  harness_.vats.onMessage(
      "bank", [&](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
        if (message.result) results.push_back(*message.result);
        if (method != "end") return;
        for (const Vref& result : results) {
          port.resolve({{result, false, {errorBody("", "done"), {}}}});
          ++last;
        }
      });
  start({"main", "bank"}, [&](const std::string&, const DeliverMessage&, SyscallPort& port) {
    port.send(roots_.at(0), send("open"), promise(5));
    for (uint64_t id = 5; id < kLength; ++id) port.send(promise(id), send("next"), promise(id + 1));
    port.send(promise(kLength), send("end"), std::nullopt);
    port.subscribe(promise(kLength));
  });
  harness_.callAndSettle("main", "go");
  EXPECT_EQ(last, kLength - 4);
  EXPECT_EQ(heard_.size(), 1U);
}

TEST_F(PipeliningTest, TwoPromisesResolvedToEachOtherRejectWhatWaits) {
  std::vector<Vref> results;
  note("bank", [&](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
    if (method == "open") results.push_back(*message.result);
    if (results.size() == 2 && method == "open") {
      port.resolve({{results[0], false, {bodyOfPromise(0), {results[1]}}},
                    {results[1], false, {bodyOfPromise(0), {results[0]}}}});
    }
  });
  start({"main", "bank"}, [&](const std::string&, const DeliverMessage&, SyscallPort& port) {
    port.send(roots_.at(0), send("open"), promise(5));
    port.send(roots_.at(0), send("open"), promise(6));
    port.send(promise(5), send("x"), promise(7));
    port.subscribe(promise(7));
  });
  harness_.callAndSettle("main", "go");
  ASSERT_EQ(heard_.size(), 1U);
  EXPECT_EQ(describeReason(heard_[0].value.body), "TypeError: a promise was resolved to itself");
}

TEST_F(PipeliningTest, WhatWentAheadSurvivesACrashAndIsDeliveredOnce) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    KernelHarness harness(seed);
    std::vector<Vref> roots;
    uint64_t settled = 0;
    harness.vats.onMessage(
        "main",
        [&](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
          if (method == "bootstrap") roots = message.message.slots;
          if (method == "go") {
            port.send(roots.at(0), send("open"), promise(5));
            for (uint64_t i = 0; i < 4; ++i) {
              port.send(promise(5), send("add"), promise(10 + i));
              port.subscribe(promise(10 + i));
            }
          }
          fulfil(port, message, {undefinedBody(), {}});
        },
        {"bootstrap"}, [&](const DeliverNotify&, SyscallPort&) { ++settled; });
    harness.vats.onMessage(
        "bank", [&](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
          if (method == "open") return;
          fulfil(port, message, {undefinedBody(), {}});
        });
    harness.run(std::vector<std::string>{"main", "bank"});
    harness.store().plan({.failGet = {}, .failApply = seed % 12, .failSync = {}});
    harness.call("main", "go");
    try {
      harness.settle();
    } catch (const store::StoreError&) {
    }
    harness.crash();
    harness.expectSound();
    harness.run(std::vector<std::string>{"main", "bank"});
    harness.expectSound();
  }
}

}  // namespace
}  // namespace keeve::kernel
