// A process's standard output and standard error, as a kernel's lines and results go to them: written at once when the
// kernel has nothing more to tell, in the order in which they were told.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "keeve/kernel.h"

namespace keeve::cli {

// File descriptors, not owned.
struct Streams {
  int in = 0;
  int out = 1;
  int err = 2;
};

// Writes all of it; throws std::runtime_error where the other end is gone or the medium is full.
void writeAll(int fd, std::string_view bytes);

// For any thread. Throws as writeAll().
class ProcessOutput {
 public:
  explicit ProcessOutput(const Streams& streams) : streams_(streams) {}

  // `options` are those of a kernel whose lines go here; this must outlive it.
  void take(KernelOptions& options);

  void add(std::string_view text);  // to standard output, sooner or later
  void flush();

 private:
  void line(Console console, std::string_view text);
  void flushHeld();  // with mutex_ held

  const Streams streams_;
  std::mutex mutex_;
  std::string out_;  // not written yet
};

}  // namespace keeve::cli
