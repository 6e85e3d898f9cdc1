// The vat's side alone: JavaScript and what it calls in C++, over a port that keeps records in a map. Each method is warm, and
// called for kEach operations at a time.
#include <benchmark/benchmark.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "bench/micro/micro_engine.h"
#include "liveslots/liveslots_worker.h"
#include "protocol/body_grammar.h"
#include "protocol/body_writer.h"
#include "protocol/syscall_port.h"
#include "protocol/vat_key.h"

namespace keeve::bench {
namespace {

constexpr size_t kEach = 1000;
constexpr int kWarmingCalls = 30;

class MapPort final : public SyscallPort {
 public:
  explicit MapPort(std::string code) : code_(std::move(code)) {}

  std::optional<std::string_view> read(const VatKey& key) override {
    const auto found = records_.find(bytesOf(key));
    if (found == records_.end()) return std::nullopt;
    return found->second;
  }
  void write(const VatKey& key, std::string_view value, const RefChanges&) override {
    records_[bytesOf(key)].assign(value);
  }
  void erase(const VatKey& key, const RefChanges&) override { records_.erase(bytesOf(key)); }
  std::vector<ScannedEntry> scan(const VatKey&, size_t) override { return {}; }
  void send(const Vref&, const VatCapData&, const std::optional<Vref>&) override {}
  void subscribe(const Vref&) override {}
  void resolve(const std::vector<Resolution>& resolutions) override {
    for (const Resolution& resolution : resolutions) {
      if (resolution.rejected) throw std::runtime_error("a call of the benchmark failed");
    }
  }
  void exit(bool, const VatCapData&) override {}
  void print(Stream, std::string_view) override {}
  ModuleAnswer loadModule(std::string_view, std::string_view) override {
    return ModuleSource{"keeve:///vat-micro.js", code_};
  }

 private:
  const std::string& bytesOf(const VatKey& key) {
    key_.assign(1, static_cast<char>(key.table));
    appendOrderedVarint(key_, key.id);
    return key_.append(key.tail);
  }

  const std::string code_;
  std::unordered_map<std::string, std::string> records_;
  std::string key_;
};

std::string codeOfVat() {
  std::ifstream in(KEEVE_BENCH_DIR "/micro/vat-micro.js", std::ios::binary);
  std::string code{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw std::runtime_error("cannot read vat-micro.js");
  return code;
}

void openCall(BodyWriter& body, std::string_view method, size_t arguments) {
  body.array(3);
  body.number(0);
  body.string(method);
  body.array(arguments);
}

std::string callOf(std::string_view method, const std::vector<double>& arguments) {
  BodyWriter body;
  openCall(body, method, arguments.size());
  for (const double argument : arguments) body.number(argument);
  return body.take();
}

class Vat {
 public:
  Vat() : port_(codeOfVat()) {
    VatLimits limits;
    limits.crankMsMax = 600'000;
    worker_ = factory().make({.name = "main", .limits = limits, .powers = {}});
    StartVat order;
    order.incarnation = 1;
    order.parameters.body = std::string(1, static_cast<char>(kTagUndefined));
    deliver({.what = order, .clockMs = {}});
    call(callOf("fill", {kEach}));
  }

  void call(const std::string& body) {
    DeliverMessage message{
        Vref{kHeapObjectClass, kRootId}, {body, {}}, Vref{kImportedPromiseClass, 5}};
    deliver({.what = std::move(message), .clockMs = {}});
  }

 private:
  static liveslots::LiveslotsFactory& factory() {
    static liveslots::LiveslotsFactory factory(microEngine());
    return factory;
  }

  void deliver(const Delivery& delivery) {
    const DeliveryOutcome outcome = worker_->deliver(delivery, port_);
    if (!std::holds_alternative<Delivered>(outcome))
      throw std::runtime_error("a delivery of the benchmark failed");
  }

  MapPort port_;
  std::unique_ptr<VatWorker> worker_;
};

void measure(benchmark::State& state, size_t each,
             const std::function<std::string(size_t)>& bodyOf) {
  Vat vat;
  size_t round = 0;
  for (; round < kWarmingCalls; ++round) vat.call(bodyOf(round));
  while (state.KeepRunning()) vat.call(bodyOf(round++));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * each));
}

// One crank that does nothing: what a delivery costs the vat.
void delivery(benchmark::State& state) {
  measure(state, 1, [](size_t) { return callOf("nothing", {}); });
}

void method(benchmark::State& state, const char* name) {
  measure(state, kEach, [name](size_t) { return callOf(name, {kEach}); });
}

// With a number that is another each time, so that what is written differs.
void methodInRounds(benchmark::State& state, const char* name) {
  measure(state, kEach, [name](size_t round) {
    return callOf(name, {kEach, static_cast<double>(round)});
  });
}

// Records as arguments of a message.
void decodeRecords(benchmark::State& state) {
  BodyWriter body;
  openCall(body, "take", 1);
  body.array(kEach);
  for (size_t i = 0; i < kEach; ++i) {
    body.record(4);
    body.string("a");
    body.number(static_cast<double>(i));
    body.string("b");
    body.string("text");
    body.string("c");
    body.boolean(true);
    body.string("d");
    body.number(0.5);
  }
  std::string message = body.take();
  measure(state, kEach, [&](size_t) -> std::string { return message; });
}

BENCHMARK(delivery);
BENCHMARK_CAPTURE(method, stateGet, "get");
BENCHMARK_CAPTURE(method, stateSet, "set");
BENCHMARK_CAPTURE(method, makeInstance, "make");
BENCHMARK_CAPTURE(method, storeGet, "storeGet");
BENCHMARK_CAPTURE(method, weakGet, "weakGet");
BENCHMARK_CAPTURE(methodInRounds, writeState, "writeNumbers");
BENCHMARK_CAPTURE(methodInRounds, writeStateWithRecord, "writeRecords");
BENCHMARK(decodeRecords);

}  // namespace
}  // namespace keeve::bench
