// Vats that send, settle and fail at random over a store that fails and crashes at random. Whatever happens, the store is
// sound, each message that was sent takes effect once, and messages from one vat to another arrive in order.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "base/random.h"
#include "kernel/inspect.h"
#include "kernel/schema.h"
#include "kernel/testing/kernel_harness.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {
namespace {

constexpr size_t kVats = 3;
const std::array<std::string, kVats> kNames = {"a", "b", "c"};

// In the records of a vat's data that a number fits into and `keeve check` knows: kinds, whose tag is the number.
uint64_t readCount(SyscallPort& port, uint64_t id) {
  const auto bytes = port.read({VatTable::kind, id});
  return bytes ? std::stoull(parseKind(*bytes)->tag) : 0;
}
void writeCount(SyscallPort& port, uint64_t id, uint64_t count) {
  port.write({VatTable::counters}, toBytes(VatCounters{kFirstFreeId, 2 * kVats}));
  port.write({VatTable::kind, id}, toBytes(KindRecord{std::to_string(count)}));
}

// One vat: for each message it sends some on, keeps some results open, settles some that it kept, and faults now and then.
class RandomVat final : public VatWorker {
 public:
  RandomVat(size_t self, Random& random) : self_(self), random_(random) {}

  DeliveryOutcome deliver(const Delivery& delivery, SyscallPort& port) override {
    if (std::holds_alternative<StartVat>(delivery.what)) {
      if (const auto bytes = port.read({VatTable::promise, 0}))
        roots_ = parsePromise(*bytes)->value.slots;
      return Delivered{{"bootstrap"}};
    }
    bool mayFault = true;
    if (const auto* message = std::get_if<DeliverMessage>(&delivery.what)) {
      const std::string method = methodName(message->message.body);
      receive(method, *message, port);
      mayFault = method == "go" || method == "pipelined";
    }
    if (mayFault && random_.oneIn(25)) return Fault{"crankMs", ""};
    return Delivered{};
  }

 private:
  void receive(const std::string& method, const DeliverMessage& message, SyscallPort& port) {
    if (method == "bootstrap" || method == "meet") meet(message.message.slots, port);
    if (method == "bootstrap") {
      for (size_t i = 1; i < kVats; ++i) port.send(roots_[i], send("meet", roots_), std::nullopt);
    }
    if (method.starts_with("n")) count(method, port);
    if (!roots_.empty() && (method == "go" || random_.oneIn(3))) sendSome(port);
    if (message.result && random_.oneIn(4)) {
      open_.push_back(*message.result);
    } else {
      fulfil(port, message, valueOf(message));
    }
    while (!open_.empty() && random_.oneIn(3)) {
      port.resolve({{open_.back(), random_.oneIn(2), {undefinedBody(), {}}}});
      open_.pop_back();
    }
  }

  void meet(const std::vector<Vref>& roots, SyscallPort& port) {
    roots_ = roots;
    port.write({VatTable::counters}, toBytes(VatCounters{kFirstFreeId, 2 * kVats}));
    port.write({VatTable::promise, 0},
               toBytes(keeve::PromiseRecord{false, {undefinedBody(), roots}}));
  }

  VatCapData valueOf(const DeliverMessage& message) {
    const std::string remotable{'\x10', '\0', '\x80'};
    if (random_.oneIn(2)) return {remotable, {Vref{kHeapObjectClass, 50 + random_.below(5)}}};
    return {undefinedBody(), message.message.slots};
  }

  // "n2:17" is the 17th message of vat 2.
  void count(const std::string& method, SyscallPort& port) {
    const uint64_t from = std::stoull(method.substr(1));
    const uint64_t n = std::stoull(method.substr(method.find(':') + 1));
    const uint64_t before = readCount(port, kVats + from);
    EXPECT_EQ(n, before + 1) << kNames[self_] << " hears " << kNames[from];
    writeCount(port, kVats + from, n);
  }

  void sendSome(SyscallPort& port) {
    for (uint64_t i = random_.below(3); i > 0; --i) {
      const size_t to = random_.below(kVats);
      if (to == self_) continue;
      const uint64_t n = readCount(port, to) + 1;
      writeCount(port, to, n);
      const Vref result{kPromiseClass, nextPromise_++};
      std::vector<Vref> slots{Vref{kHeapObjectClass, 50 + random_.below(5)}};
      if (random_.oneIn(3)) slots.push_back(Vref{kPromiseClass, nextPromise_++});
      port.send(roots_[to],
                {methodBody("n" + std::to_string(self_) + ":" + std::to_string(n), {}), slots},
                result);
      if (random_.oneIn(2)) port.subscribe(result);
      if (random_.oneIn(2))
        port.send(result, send("pipelined"), Vref{kPromiseClass, nextPromise_++});
    }
  }

  const size_t self_;
  Random& random_;
  std::vector<Vref> roots_;
  std::vector<Vref> open_;
  uint64_t nextPromise_ = 1000;
};

class RandomVats final : public VatWorkerFactory {
 public:
  explicit RandomVats(uint64_t seed) : random_(seed) {}
  std::unique_ptr<VatWorker> make(const VatSettings& settings) override {
    const auto place = std::find(kNames.begin(), kNames.end(), settings.name) - kNames.begin();
    return std::make_unique<RandomVat>(static_cast<size_t>(place), random_);
  }

 private:
  Random random_;
};

void expectSound(const store::Store& store) {
  for (const std::string& fault : checkStore(store).faults) ADD_FAILURE() << fault;
}

// Every message that a vat's store says was sent was received, once the queues are empty.
void expectConserved(const store::Store& store) {
  const auto countOf = [&](size_t vat, uint64_t id) -> std::string {
    const auto bytes =
        store.get(vatDataKey(Inspector(store).vat(kNames[vat])->id, {VatTable::kind, id}));
    return bytes ? parseKind(*bytes)->tag : "0";
  };
  for (size_t from = 0; from < kVats; ++from) {
    for (size_t to = 0; to < kVats; ++to) {
      if (from == to) continue;
      EXPECT_EQ(countOf(from, to), countOf(to, kVats + from))
          << kNames[from] << " to " << kNames[to];
    }
  }
}

void simulate(uint64_t seed) {
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  store::FaultStore store(std::make_unique<store::MemoryStore>(), seed);
  Random random(seed);
  RandomVats vats(seed);
  const ManualClock clock{1};
  const std::atomic<bool> stop = false;
  uint64_t calls = 0;
  for (int life = 0; life < 6; ++life) {
    const bool isLast = life == 5;
    store.plan({});
    if (!isLast) store.plan({.failGet = {}, .failApply = 3 + random.below(120), .failSync = {}});
    WrittenOutput output;
    try {
      Kernel kernel({store, vats, output, clock, stop}, "simulation");
      AppSpec app{"simulation", "a", {}};
      for (const std::string& name : kNames) app.vats.push_back(KernelHarness::spec(name));
      kernel.install(app);
      kernel.startAll();
      kernel.runUntilIdle();
      for (int i = 0; i < 20; ++i) {
        for (const std::string& name : kNames)
          kernel.call(++calls, name, {methodBody("go", {}), {}});
        kernel.runUntilIdle();
      }
      kernel.releaseOutputs();
    } catch (const store::StoreError& error) {
      EXPECT_FALSE(isLast) << error.what();
    }
    if (!isLast) store.crash();
    expectSound(store);
  }
  expectConserved(store);
}

TEST(SimulationPropertyTest, NothingIsLostOrDoneTwice) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    simulate(seed);
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace keeve::kernel
