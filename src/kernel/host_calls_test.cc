// Host objects: what vats send to them goes out when it is durable, and is settled once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "kernel/testing/kernel_harness.h"

namespace keeve::kernel {
namespace {

using testing::ElementsAre;

// `main` sends to the host object `log` what each call names, and hears of the results.
class HostCallsTest : public testing::Test {
 protected:
  HostCallsTest() { install(harness_); }

  void install(KernelHarness& harness) {
    harness.vats.onMessage(
        "main",
        [this](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
          if (method == "bootstrap") {
            body_ = message.message.body;
            keep(port, message.message.slots.at(1));
          } else if (act_) {
            act_(method, port);
          }
          fulfil(port, message, {undefinedBody(), {}});
        },
        {"bootstrap"},
        [this](const DeliverNotify& news, SyscallPort&) {
          for (const Resolution& each : news.resolutions) {
            heard_.push_back((each.rejected ? "! " : "= ") + describeReason(each.value.body));
          }
        });
  }
  void run(KernelHarness& harness) {
    harness.run({KernelHarness::spec("main")}, {.sources = {}, .hostObjects = {"log"}});
  }
  static void keep(SyscallPort& port, const Vref& ref) {
    std::string value;
    appendCapData(value, {"", {ref}});
    put(port, 0, value);
  }
  static Vref host(SyscallPort& port) { return parseCapData(get(port, 0))->slots.at(0); }

  // Sends one message with a result, and subscribes to it.
  void sendOne() {
    act_ = [](const std::string& method, SyscallPort& port) {
      port.send(host(port), send(method), Vref{kPromiseClass, 20});
      port.subscribe({kPromiseClass, 20});
    };
    harness_.callAndSettle("main", "write");
  }

  KernelHarness harness_;
  std::function<void(const std::string&, SyscallPort&)> act_;
  std::string body_;
  std::vector<std::string> heard_;
};

TEST_F(HostCallsTest, BootstrapIsGivenTheHostObjects) {
  harness_.allowDamage();  // what the script keeps is no record of a promise
  run(harness_);
  EXPECT_EQ(body_, methodBody("bootstrap",
                              {recordOfSlotsBody({"main"}, 0), recordOfSlotsBody({"log"}, 1)}));
  EXPECT_EQ(harness_.kernel().hostObject("log"), harness_.kernel().hostObject("log"));
  EXPECT_NE(harness_.kernel().hostObject("log"), harness_.kernel().hostObject("other"));
}

TEST_F(HostCallsTest, AMessageGoesOutAndItsResultComesBack) {
  harness_.allowDamage();
  run(harness_);
  sendOne();
  const auto calls = harness_.output().hostCalls();
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0].object, "log");
  EXPECT_TRUE(calls[0].wantsResult);
  EXPECT_EQ(calls[0].message.body, methodBody("write", {}));
  EXPECT_EQ(harness_.kernel().openHostCallCount(), 1U);
  EXPECT_TRUE(heard_.empty());
  harness_.kernel().settleHostCall({calls[0].key, false, {errorBody("", "written"), {}}});
  harness_.settle();
  EXPECT_THAT(heard_, ElementsAre("= written"));
  EXPECT_EQ(harness_.kernel().openHostCallCount(), 0U);
}

TEST_F(HostCallsTest, ASettledOrUnknownKeyIsIgnored) {
  harness_.allowDamage();
  run(harness_);
  sendOne();
  const uint64_t key = harness_.output().hostCalls().at(0).key;
  harness_.kernel().settleHostCall({key + 5, true, {errorBody("", "odd"), {}}});
  harness_.kernel().settleHostCall({key, true, {errorBody("", "full"), {}}});
  harness_.kernel().settleHostCall({key, false, {errorBody("", "again"), {}}});
  harness_.settle();
  EXPECT_THAT(heard_, ElementsAre("! full"));
}

TEST_F(HostCallsTest, AnAnswerThatNamesNothingRejects) {
  harness_.allowDamage();
  run(harness_);
  sendOne();
  const uint64_t key = harness_.output().hostCalls().at(0).key;
  harness_.kernel().settleHostCall(
      {key, false, {bodyOfPromise(0), {Kref{KrefKind::promise, 999'999}}}});
  harness_.settle();
  EXPECT_THAT(heard_, ElementsAre("! Error: the answer of host object \"log\" names what the "
                                  "kernel does not know"));
}

TEST_F(HostCallsTest, MessagesToTheResultWaitForTheHost) {
  harness_.allowDamage();
  run(harness_);
  act_ = [](const std::string&, SyscallPort& port) {
    port.send(host(port), send("open"), Vref{kPromiseClass, 20});
    port.send({kPromiseClass, 20}, send("write"), Vref{kPromiseClass, 21});
    port.subscribe({kPromiseClass, 21});
  };
  harness_.callAndSettle("main", "go");
  const std::string remotable{'\x10', '\0', '\x80'};
  const uint64_t key = harness_.output().hostCalls().at(0).key;
  const Kref file = harness_.kernel().hostObject("file");
  harness_.kernel().settleHostCall({key, false, {remotable, {file}}});
  harness_.settle();
  const auto calls = harness_.output().hostCalls();
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[1].object, "file");
  harness_.kernel().settleHostCall({calls[1].key, false, {errorBody("", "done"), {}}});
  harness_.settle();
  EXPECT_THAT(heard_, ElementsAre("= done"));
}

TEST_F(HostCallsTest, CallsGoOutInTheOrderOfSending) {
  harness_.allowDamage();
  run(harness_);
  act_ = [](const std::string&, SyscallPort& port) {
    for (int i = 0; i < 50; ++i) port.send(host(port), send("n" + std::to_string(i)), std::nullopt);
  };
  harness_.callAndSettle("main", "go");
  const auto calls = harness_.output().hostCalls();
  ASSERT_EQ(calls.size(), 50U);
  for (size_t i = 0; i < calls.size(); ++i) {
    EXPECT_EQ(methodName(calls[i].message.body), "n" + std::to_string(i));
    EXPECT_FALSE(calls[i].wantsResult);
    if (i > 0) {
      EXPECT_GT(calls[i].key, calls[i - 1].key);
    }
  }
}

// A host that remembers keys: whatever crashes, it carries out each message that was sent once.
TEST_F(HostCallsTest, EveryCallIsCarriedOutOnceThroughCrashes) {
  harness_.allowDamage();
  act_ = [](const std::string& method, SyscallPort& port) {
    for (int i = 0; i < 3; ++i) {
      const Vref result{kPromiseClass, 20 + static_cast<uint64_t>(i)};
      port.send(host(port), send(method), result);
      port.subscribe(result);
    }
  };
  for (uint64_t seed = 0; seed < 80; ++seed) {
    SCOPED_TRACE(seed);
    KernelHarness harness(seed);
    harness.options.groupBytesMax = 0;  // each commit by itself
    harness.allowDamage();
    install(harness);
    run(harness);
    std::set<uint64_t> carriedOut;
    const auto answerAll = [&] {
      for (const HostCall& call : harness.output().hostCalls()) {
        carriedOut.insert(call.key);
        harness.kernel().settleHostCall({call.key, false, {undefinedBody(), {}}});
      }
    };
    harness.store().plan({.failGet = {}, .failApply = seed % 20, .failSync = {}});
    const uint64_t go = harness.call("main", "go");
    try {
      harness.settle();
      answerAll();
      harness.settle();
    } catch (const store::StoreError&) {
    }
    for (const HostCall& call : harness.output().hostCalls()) carriedOut.insert(call.key);
    const bool told = harness.output().has(go);
    harness.crash();
    harness.open();
    harness.settle();
    answerAll();
    harness.settle();
    EXPECT_EQ(harness.kernel().openHostCallCount(), 0U);
    if (told) {
      EXPECT_EQ(carriedOut.size(), 3U);
    }
    EXPECT_TRUE(carriedOut.empty() || carriedOut.size() == 3) << carriedOut.size();
  }
}

}  // namespace
}  // namespace keeve::kernel
