// Keeve in a C++ program: a kernel over a store, with the vats that the store holds.
//
//   auto kernel = Kernel::create({.store = "rocksdb:shop-data"}, App::load("shop.json"));
//   kernel->start();
//   Call sale = kernel->queueToRoot("till", "sell", {"tea", 3});
//   kernel->runUntilIdle();
//   kernel->flush();
//   std::cout << sale.get().asNumber();
//
// Vats run while a thread is in start(), runUntilIdle() or run(), and only one may be; the other
// methods are for any thread, at any time. What a method or a callback tells is durable.
//
// Where the store fails, methods throw std::runtime_error and the kernel is of no more use: what it
// had not told is lost, and everything that it told holds when the store is opened again.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "keeve/app.h"
#include "keeve/call.h"
#include "keeve/host_object.h"
#include "keeve/value.h"

namespace keeve {

enum class Console : uint8_t { out, err };

struct KernelOptions {
  // "rocksdb:PATH", a bare path, "memory:". "rocksdb:PATH?profile=fast" reads faster what is in no cache, for more disk and
  // memory; a store may be opened with another profile ("compact" is the default) each time.
  std::string store = "./keeve-data";
  size_t threads = 0;  // that vats run on; 0: one for each core
  size_t awake = 0;    // vats that are kept in memory (SPEC §8.3); 0: all
  // Of decoded state and entries in memory, divided among the vats that are awake by their use.
  size_t cacheMb = 64;
  size_t queueMax = 100'000;  // deliveries that wait for one vat before its senders are held back

  // The kernel ends after the cranks in hand once it is true, as after stop(): a signal handler can
  // set it. Must outlive the kernel.
  const std::atomic<bool>* stop = nullptr;
  // What vats with the power `clock` read: milliseconds since 1970. Null: the system's time. Called
  // on many threads.
  std::function<double()> clock = {};
  // Called for each line that a vat prints, without its newline, and when nothing more is to be told
  // just now; both by the thread that tells results, in the order of the commits. Null: standard
  // output and standard error.
  std::function<void(Console, std::string_view)> onLine = {};
  std::function<void()> onQuiet = {};
};

struct FailedStart {
  std::string vat;
  std::string log;  // "Error: message" and the stack
};

// What was freed: objects with their state, stores with their entries, entries of weak stores, promises
// that were stored, and the names that vats had of each other's objects. `bytes` are those of the
// records, before compression.
struct Collected {
  uint64_t objects = 0;
  uint64_t stores = 0;
  uint64_t entries = 0;
  uint64_t promises = 0;
  uint64_t imports = 0;
  uint64_t bytes = 0;
};

// How often what vats used was in memory: a crank that uses an object's state, or an entry of a store, counts once for
// each. `misses` were read from the store.
struct CacheStats {
  uint64_t hits = 0;
  uint64_t misses = 0;
};

class Kernel {
 public:
  // Opens the store, which is made where it is not there, for `app`: vats that it does not hold yet
  // are made, the others take up their new sources and settings at their next start. Throws AppError
  // where `app` makes no sense.
  static std::unique_ptr<Kernel> create(const KernelOptions& options, const App& app);

  // Opens a store that holds its app already, and needs none of its files.
  static std::unique_ptr<Kernel> open(const KernelOptions& options);

  // Stops the kernel and waits for the thread that runs it, tells what is to be told, and closes the
  // store. Calls that are pending then are lost (CallLost).
  virtual ~Kernel() = default;
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  virtual std::string appName() const = 0;  // "" where the store holds no app

  // Starts every vat's new incarnation; those that did not start. A vat that is not started starts
  // at its first message.
  virtual std::vector<FailedStart> start() = 0;

  // What bootstrap() came to: pending until it is settled in this life of the kernel, and for ever
  // where it was settled in an earlier one, or there is none.
  virtual Call bootstrap() const = 0;

  // Calls a method of a vat's root object. Calls of one thread to one vat are delivered in their
  // order. Waits while the vat's queue is full and the kernel runs, but not on a thread that the
  // kernel calls back on. Of a vat that is not there, the call is rejected. Throws ValueError where
  // `args` hold a reference of another kernel, or nest too deep.
  virtual Call queueToRoot(std::string_view vat, std::string_view method,
                           const std::vector<Value>& args) = 0;
  virtual void queueToRoot(std::string_view vat, std::string_view method,
                           const std::vector<Value>& args, Call::OnSettled onSettled) = 0;

  // Gives vats the object `name`, which lasts as long as the store: its calls that no earlier process
  // has settled come first. Once for each name.
  virtual Ref addHostObject(std::string_view name, HostHandler handler) = 0;

  // Runs until nothing is left to do: no message waits, and no HostCall is held that could be
  // settled. What it did may not be told yet: see flush().
  virtual void runUntilIdle() = 0;

  // Runs whatever comes, until it is to stop.
  virtual void run() = 0;

  // Ends start(), runUntilIdle() and run() after the cranks in hand, for good.
  virtual void stop() = 0;

  // Deletes all that nothing can reach (SPEC §7), in circles within a vat and between vats too; kernels
  // do so by themselves as they run, a little at a time, and this is for who wants it done. What the
  // heaps of awake vats hold stays, and what a Ref names. Not while a thread runs the kernel.
  // `progress` is told now and then what was freed so far.
  virtual Collected collect(const std::function<void(const Collected&)>& progress = {}) = 0;

  // Since the kernel was made.
  virtual CacheStats cacheStats() const = 0;

  // Returns when all that was done is durable and told.
  virtual void flush() = 0;

 protected:
  Kernel() = default;
};

}  // namespace keeve
