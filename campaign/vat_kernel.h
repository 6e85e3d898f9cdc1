// A kernel over a store with vats on V8, for tests of what it keeps: calls go to root objects, and what
// they came to is kept. A vat prints nothing; what it prints is a fault.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "kernel/kernel.h"

namespace keeve::campaign {

struct VatCode {
  std::string name;
  std::string text;                                 // of its first module
  std::string parameters;                           // a whole body
  std::map<std::string, std::string> modules = {};  // that it imports, by their specifiers
};

struct Program {
  std::vector<VatCode> vats;
  std::string bootstrapVat = {};
  std::vector<std::string> hostObjects = {};
};

// What a method of a vat's root was asked, or what a vat did, and should not have come to.
class VatFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::string numberBody(double number);
std::string numbersBody(const std::vector<int64_t>& numbers);
// The numbers of an array of numbers; throws VatFailed where it is none.
std::vector<int64_t> numbersOf(std::string_view body);

class VatKernel {
 public:
  enum class Start : uint8_t { all, asCalled };

  // Opens the store. Where it is empty, makes the vats of `program`, starts them all and has them
  // bootstrap. All that is passed by reference must outlive it.
  VatKernel(store::Store& store, VatWorkerFactory& factory, const Program& program, size_t threads,
            Start start = Start::all);

  // Queues a call; `args` are whole values, whose slots are `slots`. The number of the call.
  uint64_t call(std::string_view vat, std::string_view method, const std::vector<std::string>& args,
                std::vector<kernel::Kref> slots = {});
  // Runs until nothing is left to do and all is durable. Throws VatFailed where a vat printed.
  void run();
  // What it came to, once. Its objects live until the caller lets go of them (Kernel::letGo()). Throws VatFailed where that is a rejection, or nothing.
  kernel::CallResult take(uint64_t call);
  // call(), run() and take().
  kernel::CallResult ask(std::string_view vat, std::string_view method,
                         const std::vector<std::string>& args,
                         std::vector<kernel::Kref> slots = {});

  // Settles, with undefined, the host call whose first argument is `number`, and lets go of what it
  // was given; false where there is none. It is done when the kernel has run.
  bool settle(int64_t number);

  kernel::Kernel& kernel() { return kernel_; }

 private:
  class Results final : public kernel::Output {
   public:
    void line(const kernel::PrintedLine& line) override;
    void result(const kernel::CallResult& result) override;
    void hostCall(const kernel::HostCall& call) override;
    void flush() override {}

    std::mutex mutex;  // over what follows
    std::map<uint64_t, kernel::CallResult> results;
    std::map<int64_t, kernel::HostCall> hostCalls;  // open ones, by their first argument
    std::string printed;
  };
  class TextFinder final : public kernel::ModuleFinder {
   public:
    explicit TextFinder(const VatCode& code) : text_(code.text), modules_(code.modules) {}
    kernel::FindAnswer find(std::string_view referrer, std::string_view specifier) override;

   private:
    std::string text_;
    std::map<std::string, std::string> modules_;
  };

  void install(const Program& program);

  Results results_;
  SystemClock clock_;
  const std::atomic<bool> stop_ = false;
  uint64_t calls_ = 0;
  std::vector<std::unique_ptr<TextFinder>> finders_;
  kernel::Kernel kernel_;
};

}  // namespace keeve::campaign
