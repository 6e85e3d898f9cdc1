#include "host/host_kernel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "host/testing/scripted_kernel.h"

namespace keeve::host {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// Runs a kernel on a thread of its own while it lives.
class Runner {
 public:
  explicit Runner(Kernel& kernel) : kernel_(kernel), thread_([this] { run(); }) {}
  ~Runner() { end(); }
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // What run() threw, "" where it did not.
  std::string end() {
    kernel_.stop();
    if (thread_.joinable()) thread_.join();
    return thrown_;
  }

 private:
  void run() {
    try {
      kernel_.run();
    } catch (const std::exception& error) {
      thrown_ = error.what();
    }
  }

  Kernel& kernel_;
  std::string thrown_;
  std::thread thread_;
};

double sumOf(Kernel& kernel) {
  const Call call = kernel.queueToRoot("bank", "read", {});
  kernel.runUntilIdle();
  kernel.flush();
  return call.get().asNumber();
}

TEST(HostKernelTest, ACallTellsItsResultWhenItIsDurable) {
  ScriptedKernel scripted;
  const auto kernel = scripted.open({"bank"});
  EXPECT_EQ(kernel->appName(), "test");
  EXPECT_TRUE(kernel->start().empty());
  const Call call = kernel->queueToRoot("bank", "add", {5});
  EXPECT_EQ(call.outcome(), std::nullopt);
  kernel->runUntilIdle();
  kernel->flush();
  EXPECT_EQ(call.get(), Value(5));
  EXPECT_EQ(call.waitFor(0ms).has_value(), true);
}

TEST(HostKernelTest, WhatEightThreadsWereToldIsThereAfterACrash) {
  constexpr int kThreads = 8;
  constexpr int kCalls = 100;
  ScriptedKernel scripted(7);
  {
    const auto kernel = scripted.open({"bank"}, {.threads = 2, .queueMax = 16});
    Runner runner(*kernel);
    std::vector<std::thread> threads;
    std::atomic<int> told = 0;
    threads.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < kCalls; ++n) {
          if (kernel->queueToRoot("bank", "add", {1}).get().asNumber() >= 1) ++told;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(told, kThreads * kCalls);
    EXPECT_EQ(runner.end(), "");
  }
  scripted.store().crash();
  const auto kernel = scripted.open({"bank"});
  EXPECT_EQ(sumOf(*kernel), kThreads * kCalls);
}

TEST(HostKernelTest, WhereTheStoreFailsNobodyIsLeftWaiting) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ScriptedKernel scripted(seed);
    std::atomic<int> told = 0;
    {
      const auto kernel = scripted.open({"bank"}, {.threads = 2});
      kernel->start();
      Runner runner(*kernel);
      if (seed % 2 == 0) scripted.store().plan({.failSync = seed});
      if (seed % 2 == 1) scripted.store().plan({.failApply = seed});
      std::vector<std::thread> threads;
      threads.reserve(4);
      for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
          try {
            for (;;) {
              kernel->queueToRoot("bank", "add", {1}).get();
              ++told;
            }
          } catch (const std::runtime_error&) {  // lost, or refused by the kernel that failed
          }
        });
      }
      for (std::thread& thread : threads) thread.join();
      EXPECT_NE(runner.end(), "");
    }
    scripted.store().crash();
    const auto kernel = scripted.open({"bank"});
    EXPECT_GE(sumOf(*kernel), told);
  }
}

TEST(HostKernelTest, ACallThatNeverSettlesIsNoErrorAndLostWhenTheKernelCloses) {
  ScriptedKernel scripted;
  auto kernel = scripted.open({"bank"});
  const Call call = kernel->queueToRoot("bank", "never", {});
  kernel->runUntilIdle();
  kernel->flush();
  EXPECT_EQ(call.outcome(), std::nullopt);
  EXPECT_EQ(call.waitFor(1ms), std::nullopt);
  kernel.reset();
  EXPECT_EQ(call.outcome(), std::nullopt);
  EXPECT_THROW(call.get(), CallLost);
}

TEST(HostKernelTest, ARejectionIsThrownWithItsReason) {
  ScriptedKernel scripted;
  const auto kernel = scripted.open({"bank"});
  const Call call = kernel->queueToRoot("safe", "open", {});
  kernel->flush();
  try {
    call.get();
    FAIL();
  } catch (const CallRejected& rejected) {
    EXPECT_THAT(rejected.what(), HasSubstr("there is no vat \"safe\""));
    EXPECT_EQ(rejected.reason().type(), ValueType::error);
  }
}

TEST(HostKernelTest, CallbacksComeInTheOrderOfTheCalls) {
  ScriptedKernel scripted;
  std::vector<double> told;
  {
    const auto kernel = scripted.open({"bank"});
    for (int i = 0; i < 3; ++i) {
      kernel->queueToRoot("bank", "add", {1}, [&](const Outcome& outcome) {
        told.push_back(std::get<Fulfilled>(outcome).value.asNumber());
      });
    }
    kernel->runUntilIdle();
  }  // closing tells what is to be told
  EXPECT_THAT(told, ElementsAre(1, 2, 3));
}

TEST(HostKernelTest, ACallbackMayCallButNotWait) {
  ScriptedKernel scripted;
  const auto kernel = scripted.open({"bank"}, {.queueMax = 1});
  std::optional<Call> second;
  std::string waited;
  kernel->queueToRoot("bank", "add", {1}, [&](const Outcome&) {
    second = kernel->queueToRoot("bank", "add", {1});
    try {
      second->wait();
    } catch (const std::logic_error& error) {
      waited = error.what();
    }
    EXPECT_THROW(kernel->flush(), std::logic_error);
  });
  kernel->runUntilIdle();
  kernel->flush();
  kernel->runUntilIdle();
  kernel->flush();
  EXPECT_THAT(waited, HasSubstr("waits for one"));
  EXPECT_EQ(second->get(), Value(2));
}

TEST(HostKernelTest, WhatACallbackThrowsEndsTheKernel) {
  ScriptedKernel scripted;
  const auto kernel = scripted.open({"bank"});
  kernel->queueToRoot("bank", "add", {1},
                      [](const Outcome&) { throw std::runtime_error("no room"); });
  const Call next = kernel->queueToRoot("bank", "never", {});
  EXPECT_THAT(
      [&] {
        kernel->runUntilIdle();
        kernel->flush();
      },
      testing::ThrowsMessage<std::runtime_error>("no room"));
  EXPECT_THROW(next.wait(), CallLost);
  EXPECT_THROW(kernel->queueToRoot("bank", "add", {1}).wait(), std::runtime_error);
}

TEST(HostKernelTest, AStopFlagEndsItAsASignalHandlerWould) {
  ScriptedKernel scripted;
  std::atomic<bool> stop = false;
  const auto kernel = scripted.open({"bank"}, {.stop = &stop});
  std::thread runner([&] { kernel->run(); });
  EXPECT_EQ(kernel->queueToRoot("bank", "add", {1}).get(), Value(1));
  stop = true;
  runner.join();
  const Call late = kernel->queueToRoot("bank", "add", {1});
  kernel->runUntilIdle();
  kernel->flush();
  EXPECT_EQ(late.outcome(), std::nullopt);
}

TEST(HostKernelTest, OneThreadAtATimeRunsIt) {
  ScriptedKernel scripted;
  const auto kernel = scripted.open({"bank"});
  Runner runner(*kernel);
  kernel->queueToRoot("bank", "read", {}).wait();
  EXPECT_THROW(kernel->runUntilIdle(), std::logic_error);
  EXPECT_THROW(kernel->start(), std::logic_error);
}

TEST(HostKernelTest, ClosingEndsWhoRunsIt) {
  ScriptedKernel scripted;
  auto kernel = scripted.open({"bank"});
  std::thread runner([&, running = kernel.get()] { running->run(); });
  kernel->queueToRoot("bank", "read", {}).wait();
  kernel.reset();
  runner.join();
}

TEST(HostKernelTest, LinesAndTheClockAreTheEmbeddersOwn) {
  ScriptedKernel scripted;
  std::vector<std::string> told;
  scripted.vats().onMessage(
      "talker", [](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
        port.print(method == "warn" ? Stream::err : Stream::out, "a line");
        kernel::fulfil(port, message, {kernel::undefinedBody(), {}});
      });
  keeve::KernelOptions options;
  options.onLine = [&](Console console, std::string_view line) {
    told.push_back((console == Console::out ? "out " : "err ") + std::string(line));
  };
  options.onQuiet = [&] { told.emplace_back("quiet"); };
  const auto kernel = scripted.open({"talker"}, options);
  kernel->queueToRoot("talker", "say", {}, [&](const Outcome&) { told.emplace_back("settled"); });
  kernel->runUntilIdle();
  kernel->flush();
  EXPECT_THAT(told, ElementsAre("out a line", "settled", "quiet"));
}

TEST(HostKernelTest, AReferenceOfAnotherKernelIsRefused) {
  ScriptedKernel one;
  ScriptedKernel other;
  for (ScriptedKernel* each : {&one, &other}) {
    each->vats().onMessage("lender", [](const std::string&, const DeliverMessage& message,
                                        SyscallPort& port) {
      kernel::fulfil(port, message, {std::string("\x10\0\x80", 3), {{kHeapObjectClass, kRootId}}});
    });
  }
  const auto first = one.open({"lender", "bank"});
  const auto second = other.open({"lender", "bank"});
  const Call call = first->queueToRoot("lender", "lend", {});
  first->runUntilIdle();
  const Value lent = call.get();
  EXPECT_EQ(lent.type(), ValueType::reference);
  EXPECT_THROW(second->queueToRoot("bank", "read", {lent}), ValueError);
  const Call back = first->queueToRoot("bank", "read", {lent});
  first->runUntilIdle();
  EXPECT_EQ(back.get(), Value(0));
}

}  // namespace
}  // namespace keeve::host
