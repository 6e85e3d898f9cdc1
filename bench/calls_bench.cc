#include "bench/calls_bench.h"

#include <fstream>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "keeve/app.h"
#include "keeve/kernel.h"

namespace keeve::bench {
namespace {

constexpr size_t kClients = 8;
constexpr size_t kCalls = 20'000;

void writeConfig(const std::string& path) {
  std::ofstream out(path);
  out << R"({ "vats": { "target": { "source": ")" << KEEVE_BENCH_DIR "/vat-target.js"
      << R"(" } } })";
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

// Sends a call for each that is answered, until all were sent.
class Clients {
 public:
  explicit Clients(Kernel& kernel) : kernel_(kernel) {}

  void run() {
    for (size_t i = 0; i < kClients; ++i) send();
    done_.get_future().get();
  }

 private:
  void send() {
    {
      const std::lock_guard lock(mutex_);
      if (sent_ == kCalls) return;
      ++sent_;
    }
    kernel_.queueToRoot("target", "incEach", {0.0, 1.0}, [this](const Outcome& outcome) {
      if (!std::holds_alternative<Fulfilled>(outcome)) failed_ = true;
      send();
      const std::lock_guard lock(mutex_);
      if (++answered_ != kCalls) return;
      if (failed_) {
        done_.set_exception(
            std::make_exception_ptr(std::runtime_error("a call of the benchmark failed")));
      } else {
        done_.set_value();
      }
    });
  }

  Kernel& kernel_;
  std::mutex mutex_;
  size_t sent_ = 0;
  size_t answered_ = 0;
  std::atomic<bool> failed_ = false;
  std::promise<void> done_;
};

}  // namespace

Figures runCalls(const std::string& folder) {
  const std::string config = folder + ".json";
  writeConfig(config);
  const auto kernel = Kernel::create({.store = "rocksdb:" + folder}, App::load(config));
  kernel->start();
  kernel->queueToRoot("target", "create", {10.0});
  kernel->runUntilIdle();
  std::thread runner([&] { kernel->run(); });
  Clients clients(*kernel);
  Figures figures;
  try {
    figures.push_back(timed("durableCall", kCalls, [&] { clients.run(); }));
  } catch (...) {
    kernel->stop();
    runner.join();
    throw;
  }
  kernel->stop();
  runner.join();
  return figures;
}

}  // namespace keeve::bench
