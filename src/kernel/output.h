// What leaves the kernel for the outside world. Everything here has passed the output gate: what it
// depends on is durable.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/host_calls.h"
#include "kernel/tables/kref.h"
#include "protocol/syscall_port.h"

namespace keeve::kernel {

struct PrintedLine {
  Stream stream;
  std::string text;  // without its newline
};

// The number that bootstrap's result has among the calls from outside; no other has it.
inline constexpr uint64_t kBootstrapCall = 0;

// How a call from outside ended.
struct CallResult {
  uint64_t call = 0;  // as Kernel::call() numbered it
  bool rejected = false;
  std::string body;                   // the value or the reason (protocol/body_grammar.h)
  std::vector<std::string> slotTags;  // what is known of each slot: the tag of its kind, else ""
  std::vector<Kref> slots;
};

// Called in the order of the commits, by one thread at a time, which is not the kernel's.
class Output {
 public:
  virtual ~Output() = default;
  virtual void line(const PrintedLine& line) = 0;
  virtual void result(const CallResult& result) = 0;
  // To be answered with Kernel::settleHostCall(), from any thread and at any time. Who gives no
  // host objects hears of no calls.
  virtual void hostCall(const HostCall&) {}
  virtual void flush() = 0;  // nothing more is to be released just now
};

}  // namespace keeve::kernel
