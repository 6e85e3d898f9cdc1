// Many vats on several threads at once. What each counts is in its store, so that it can be compared whatever the threads
// did; under ThreadSanitizer these tests show that what cranks share is guarded.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <thread>

#include "kernel/inspect/inspect.h"
#include "kernel/tables/schema.h"
#include "kernel/testing/kept_refs.h"
#include "kernel/testing/kernel_harness.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {
namespace {

constexpr size_t kVats = 8;

std::string nameOf(size_t vat) { return "vat" + std::to_string(vat); }

// Numbers, kept in records that `keeve check` knows: kinds, whose tag is the number.
uint64_t readCount(SyscallPort& port, uint64_t id) {
  const auto bytes = port.read({VatTable::kind, id});
  return bytes ? std::stoull(parseKind(*bytes)->tag) : 0;
}
void writeCount(SyscallPort& port, uint64_t id, uint64_t count) {
  port.write({VatTable::kind, id}, toBytes(KindRecord{std::to_string(count)}));
}

constexpr uint64_t kSentId = 2;       // messages sent to each other vat
constexpr uint64_t kCalledId = 3;     // calls from outside
constexpr uint64_t kReceivedId = 10;  // and the vat: messages from each

// A vat that sends `burst` numbered messages to each other vat when it is called, and expects those of each other in their
// order.
class BusyVat final : public VatWorker {
 public:
  BusyVat(size_t self, uint64_t burst, std::atomic<int>& inside)
      : self_(self), burst_(burst), inside_(inside) {}

  DeliveryOutcome deliver(const Delivery& delivery, SyscallPort& port) override {
    EXPECT_EQ(inside_.fetch_add(1), 0) << "two threads are in " << nameOf(self_);
    if (std::holds_alternative<StartVat>(delivery.what)) {
      port.write({VatTable::counters}, toBytes(VatCounters{kFirstFreeId, kReceivedId + kVats}));
      roots_ = keptRefs(port);
    } else if (const auto* message = std::get_if<DeliverMessage>(&delivery.what)) {
      receive(methodName(message->message.body), *message, port);
    }
    inside_.fetch_sub(1);
    return Delivered{{"bootstrap"}};
  }
  std::variant<HeapAnswer, Fault> ask(const HeapQuery& query) override {
    return HeapAnswer{std::vector<HeapHold>(query.unheld.size(), HeapHold::held)};
  }
  std::vector<RefKey> held() override { return {}; }
  uint64_t collections() const override { return 0; }

 private:
  void receive(const std::string& method, const DeliverMessage& message, SyscallPort& port) {
    if (method == "bootstrap" || method == "meet") meet(message.message.slots, port);
    if (method == "bootstrap") {
      for (size_t i = 1; i < kVats; ++i) port.send(roots_[i], send("meet", roots_), std::nullopt);
    }
    if (method == "go") go(port);
    if (method.starts_with("n")) count(method, port);
    fulfil(port, message, {undefinedBody(), {}});
  }

  void meet(const std::vector<Vref>& roots, SyscallPort& port) {
    roots_ = roots;
    keepRefs(port, roots);
  }

  void go(SyscallPort& port) {
    writeCount(port, kCalledId, readCount(port, kCalledId) + 1);
    const uint64_t sent = readCount(port, kSentId);
    for (uint64_t n = sent + 1; n <= sent + burst_; ++n) {
      for (size_t to = 0; to < kVats; ++to) {
        if (to == self_) continue;
        const Vref result{kPromiseClass, 1000 + nextPromise_++};
        port.send(roots_[to], send("n" + std::to_string(self_) + ":" + std::to_string(n)), result);
        if (n % 3 == 0) port.subscribe(result);
      }
    }
    writeCount(port, kSentId, sent + burst_);
  }

  // "n2:17" is the 17th message of vat 2.
  void count(const std::string& method, SyscallPort& port) {
    const uint64_t id = kReceivedId + std::stoull(method.substr(1));
    const uint64_t n = std::stoull(method.substr(method.find(':') + 1));
    EXPECT_EQ(n, readCount(port, id) + 1) << method << " at " << nameOf(self_);
    writeCount(port, id, n);
  }

  const size_t self_;
  const uint64_t burst_;
  std::atomic<int>& inside_;
  std::vector<Vref> roots_;
  uint64_t nextPromise_ = 0;
};

class BusyVats final : public VatWorkerFactory {
 public:
  std::unique_ptr<VatWorker> make(const VatSettings& settings) override {
    const size_t vat = std::stoull(settings.name.substr(3));
    return std::make_unique<BusyVat>(vat, burst, inside_.at(vat));
  }
  uint64_t burst = 10;

 private:
  std::array<std::atomic<int>, kVats> inside_{};
};

// Kernels on four threads over one store, which is checked at the end.
class ThreadsTest : public ::testing::Test {
 protected:
  ~ThreadsTest() override {
    kernel_.reset();
    for (const std::string& fault : checkStore(store_).faults) ADD_FAILURE() << fault;
  }

  void open(KernelOptions options = {}) {
    kernel_.reset();
    stop_ = false;
    options.threads = 4;
    kernel_ = std::make_unique<Kernel>(KernelParts{store_, vats_, output_, clock_, stop_}, "test",
                                       options);
    if (!kernel_->appName().empty()) return;
    AppSpec app;
    app.name = "test";
    app.bootstrapVat = nameOf(0);
    for (size_t i = 0; i < kVats; ++i) app.vats.push_back(KernelHarness::spec(nameOf(i)));
    kernel_->install(app);
    EXPECT_TRUE(kernel_->startAll().empty());
    settle();
  }

  void go(size_t vat) { kernel_->call(++calls_, nameOf(vat), {methodBody("go", {}), {}}); }
  void settle() {
    kernel_->runUntilIdle();
    kernel_->releaseOutputs();
  }

  uint64_t countAt(size_t vat, uint64_t id) {
    const auto bytes =
        store_.get(vatDataKey(Inspector(store_).vat(nameOf(vat))->id, {VatTable::kind, id}));
    return bytes ? std::stoull(parseKind(*bytes)->tag) : 0;
  }
  // Each vat has received all that each other has sent.
  void expectAllReceived() {
    for (size_t to = 0; to < kVats; ++to) {
      for (size_t from = 0; from < kVats; ++from) {
        if (from == to) continue;
        EXPECT_EQ(countAt(to, kReceivedId + from), countAt(from, kSentId))
            << nameOf(from) << " to " << nameOf(to);
      }
    }
  }

  store::FaultStore store_{std::make_unique<store::MemoryStore>(), 1};
  BusyVats vats_;
  WrittenOutput output_;
  ManualClock clock_{1};
  std::atomic<bool> stop_ = false;
  std::atomic<uint64_t> calls_ = 0;
  std::unique_ptr<Kernel> kernel_;
};

TEST_F(ThreadsTest, ThousandsOfMessagesArriveOnceAndInOrder) {
  open();
  for (int round = 0; round < 5; ++round) {
    for (size_t vat = 0; vat < kVats; ++vat) go(vat);
  }
  settle();
  for (size_t vat = 0; vat < kVats; ++vat) EXPECT_EQ(countAt(vat, kSentId), 50U);
  expectAllReceived();
  for (uint64_t call = 1; call <= calls_; ++call) EXPECT_TRUE(output_.has(call)) << call;
}

TEST_F(ThreadsTest, CommitsThatGoDownOneByOneSayTheSame) {
  open({.groupBytesMax = 0});
  for (size_t vat = 0; vat < kVats; ++vat) go(vat);
  settle();
  expectAllReceived();
}

TEST_F(ThreadsTest, WhatWasStoppedGoesOnInTheNextLife) {
  open();
  for (int life = 0; life < 10; ++life) {
    for (size_t vat = 0; vat < kVats; ++vat) go(vat);
    std::thread stopper([this, life] {
      std::this_thread::sleep_for(std::chrono::milliseconds(life));
      stop_ = true;
    });
    kernel_->runUntilIdle();
    stopper.join();
    open();
  }
  settle();
  expectAllReceived();
}

TEST_F(ThreadsTest, AKernelThatFailsLosesATailAndNoMore) {
  open();
  for (int life = 0; life < 10; ++life) {
    store_.plan({.failApply = static_cast<uint64_t>(5 * life)});
    for (size_t vat = 0; vat < kVats; ++vat) go(vat);
    try {
      settle();
    } catch (const store::StoreError&) {
    }
    kernel_.reset();
    store_.crash();
    open();
  }
  settle();
  expectAllReceived();
}

TEST_F(ThreadsTest, VatsFallAsleepAndAreWokenWhileOthersRun) {
  open({.awakeMax = 2});
  vats_.burst = 1;
  for (int round = 0; round < 20; ++round) {
    for (size_t vat = 0; vat < kVats; ++vat) go(vat);
    if (round % 5 == 0) settle();
  }
  settle();
  expectAllReceived();
}

TEST_F(ThreadsTest, CallsComeFromManyThreadsWhileItRuns) {
  constexpr size_t kCallers = 4;
  constexpr uint64_t kCallsEach = 100;
  vats_.burst = 1;
  open({.queueMax = 20});
  std::thread runner([this] { kernel_->run(); });
  std::vector<std::thread> callers;
  for (size_t caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([this, caller] {
      for (uint64_t i = 0; i < kCallsEach; ++i) {
        const size_t vat = (caller + i) % kVats;
        kernel_->waitForRoom(nameOf(vat));
        go(vat);
        if (i % 10 == 0) kernel_->refuse(++calls_, "refused");
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  while (!output_.has(calls_)) std::this_thread::yield();
  kernel_->stop();
  runner.join();
  open();
  settle();
  uint64_t called = 0;
  for (size_t vat = 0; vat < kVats; ++vat) called += countAt(vat, kCalledId);
  uint64_t told = 0;
  for (uint64_t call = 1; call <= calls_; ++call) {
    if (output_.has(call) && !output_.of(call).rejected) ++told;
  }
  EXPECT_GE(called, told);
  EXPECT_LE(called, kCallers * kCallsEach);
  expectAllReceived();
}

TEST_F(ThreadsTest, WhoWaitsForRoomIsLetGoWhenTheKernelStops) {
  open({.queueMax = 1});
  for (int i = 0; i < 10; ++i) go(0);
  kernel_->waitForRoom(nameOf(0));  // it does not run
  settle();
  expectAllReceived();
}

}  // namespace
}  // namespace keeve::kernel
