// A kernel as the benchmarks use it: vats of this folder's sources on V8 over a store, called one call at a time.
#pragma once

#include <atomic>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "kernel/kernel.h"

namespace keeve::bench {

// A number as a whole serialized value.
std::string numberBody(size_t number);

// Source text of this folder, one file's or several one after the other, which imports nothing.
class SourceFile final : public kernel::ModuleFinder {
 public:
  explicit SourceFile(std::initializer_list<std::string_view> names);
  explicit SourceFile(std::string_view name) : SourceFile({name}) {}
  kernel::FindAnswer find(std::string_view referrer, std::string_view specifier) override;

 private:
  std::string name_;
  std::string text_;
};

// The vat `name`, which runs `file`. The file must outlive the kernel.
kernel::VatSpec measuredVat(std::string name, SourceFile& file);

class MeasuredKernel {
 public:
  // Installs and starts the vats, and asks `bootstrapVat` ("" for none) to bootstrap. All that is passed by reference
  // must outlive it. Throws where a vat does not start.
  MeasuredKernel(store::Store& store, std::string_view storeName, VatWorkerFactory& factory,
                 const std::string& bootstrapVat, std::vector<kernel::VatSpec> vats,
                 const kernel::KernelOptions& options = {.threads = 1});

  // Queues a call of a method of the vat's root with these values (each one whole body).
  void send(std::string_view vat, std::string_view method, const std::vector<std::string>& args);

  // Runs what was sent.
  void run() { kernel_.runUntilIdle(); }

  // Returns when all is durable. Throws where the result of one of the calls is missing or a rejection.
  void finish();

 private:
  // Counts the results that came, and keeps the first reason of a rejection.
  class Results final : public kernel::Output {
   public:
    void line(const kernel::PrintedLine&) override {}
    void result(const kernel::CallResult& result) override;
    void flush() override {}
    void expectFulfilled(uint64_t count) const;  // when the kernel's outputs are released

   private:
    uint64_t count_ = 0;
    std::string failure_;
  };

  Results results_;
  SystemClock clock_;
  const std::atomic<bool> stop_ = false;
  uint64_t calls_ = 0;
  kernel::Kernel kernel_;
};

}  // namespace keeve::bench
