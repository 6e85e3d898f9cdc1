#include "kernel/output_gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <semaphore>
#include <thread>

#include "kernel/testing/kernel_harness.h"

namespace keeve::kernel {
namespace {

using testing::ElementsAre;

std::vector<OutputGate::Item> line(const std::string& text) {
  std::vector<OutputGate::Item> items;
  items.emplace_back(PrintedLine{Stream::out, text});
  return items;
}

// A store whose sync() waits until the test lets it go on.
class SlowStore final : public store::Store {
 public:
  std::optional<std::string> get(std::string_view key) const override { return under_.get(key); }
  std::unique_ptr<store::Cursor> cursor() const override { return under_.cursor(); }
  void apply(const store::WriteBatch& batch) override { under_.apply(batch); }
  void sync() override {
    ++syncs;
    allowed.acquire();
  }
  void compact() override {}
  void compactRange(std::string_view, std::string_view) override {}
  uint64_t diskBytes() const override { return 0; }

  std::counting_semaphore<> allowed{0};
  std::atomic<int> syncs = 0;

 private:
  store::MemoryStore under_;
};

TEST(OutputGateTest, NothingIsReleasedBeforeItsCommitIsSynced) {
  SlowStore store;
  WrittenOutput output;
  OutputGate gate(store, output);
  gate.committed(line("one"));
  while (store.syncs == 0) std::this_thread::yield();
  gate.committed(line("two"));
  EXPECT_TRUE(output.said().empty());
  store.allowed.release();
  while (store.syncs < 2) std::this_thread::yield();
  EXPECT_THAT(output.said(), ElementsAre("one"));
  store.allowed.release();
  gate.drain();
  EXPECT_THAT(output.said(), ElementsAre("one", "two"));
}

TEST(OutputGateTest, CommitsThatComeDuringASyncShareTheNext) {
  SlowStore store;
  WrittenOutput output;
  OutputGate gate(store, output);
  gate.committed(line("first"));
  while (store.syncs == 0) std::this_thread::yield();
  for (int i = 0; i < 100; ++i) gate.committed(line(std::to_string(i)));
  store.allowed.release(2);
  gate.drain();
  EXPECT_EQ(output.said().size(), 101U);
  EXPECT_EQ(store.syncs, 2);
}

TEST(OutputGateTest, DrainSyncsCommitsThatSayNothing) {
  store::FaultStore store(std::make_unique<store::MemoryStore>(), 1);
  WrittenOutput output;
  OutputGate gate(store, output);
  store::WriteBatch batch;
  batch.put("a", "b");
  store.apply(batch);
  gate.committed({});
  gate.drain();
  EXPECT_EQ(store.syncedCount(), 1U);
}

TEST(OutputGateTest, DrainDoesNotWaitForCommitsThatComeMeanwhile) {
  // A kernel that is never idle: whenever one commit is synced there is another.
  class BusyStore final : public store::Store {
   public:
    std::optional<std::string> get(std::string_view) const override { return {}; }
    std::unique_ptr<store::Cursor> cursor() const override { return nullptr; }
    void apply(const store::WriteBatch&) override {}
    void sync() override { gate->committed(line("more")); }
    void compact() override {}
    void compactRange(std::string_view, std::string_view) override {}
    uint64_t diskBytes() const override { return 0; }

    OutputGate* gate = nullptr;
  };
  BusyStore store;
  WrittenOutput output;
  OutputGate gate(store, output);
  store.gate = &gate;
  gate.committed(line("first"));
  gate.drain();
  EXPECT_EQ(output.said().at(0), "first");
}

TEST(OutputGateTest, AnyNumberOfThreadsMayDrainAtOnce) {
  store::MemoryStore store;
  WrittenOutput output;
  OutputGate gate(store, output);
  constexpr size_t kThreads = 4;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&gate] {
      for (int round = 0; round < 2000; ++round) {
        gate.committed({});
        gate.drain();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(OutputGateTest, AfterAFailedSyncNothingIsReleasedAndEveryCallThrows) {
  store::FaultStore store(std::make_unique<store::MemoryStore>(), 1);
  WrittenOutput output;
  OutputGate gate(store, output);
  store.plan({.failGet = {}, .failApply = {}, .failSync = 0});
  gate.committed(line("lost"));
  EXPECT_THROW(gate.drain(), store::StoreError);
  EXPECT_THROW(gate.committed(line("more")), store::StoreError);
  EXPECT_THROW(gate.drain(), store::StoreError);
  EXPECT_TRUE(output.said().empty());
}

TEST(OutputGateTest, AnOutputThatFailsStopsTheGate) {
  class BrokenOutput final : public Output {
   public:
    void line(const PrintedLine&) override { throw std::runtime_error("cannot write"); }
    void result(const CallResult&) override {}
    void flush() override {}
  };
  store::MemoryStore store;
  BrokenOutput output;
  OutputGate gate(store, output);
  gate.committed(line("x"));
  EXPECT_THROW(gate.drain(), std::runtime_error);
}

TEST(OutputGateTest, AFailedSyncStopsTheKernel) {
  KernelHarness harness;
  harness.vats.onMessage("main",
                         [](const std::string&, const DeliverMessage& message, SyscallPort& port) {
                           port.print(Stream::out, "line");
                           fulfil(port, message, {undefinedBody(), {}});
                         });
  harness.run({std::string("main")});
  harness.store().plan({.failGet = {}, .failApply = {}, .failSync = 0});
  for (int i = 0; i < 100; ++i) harness.call("main", "x");
  EXPECT_THROW(harness.settle(), store::StoreError);
  EXPECT_TRUE(harness.output().said().empty());
  harness.crash();
}

}  // namespace
}  // namespace keeve::kernel
