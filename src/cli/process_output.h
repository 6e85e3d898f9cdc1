// A process's standard output and standard error, as the kernel's outputs go to them: written at once when the kernel has
// nothing more to release, in the order of release.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "kernel/output.h"

namespace keeve::cli {

// File descriptors, not owned.
struct Streams {
  int in = 0;
  int out = 1;
  int err = 2;
};

// Writes all of it; throws std::runtime_error where the other end is gone or the medium is full.
void writeAll(int fd, std::string_view bytes);

class ProcessOutput final : public kernel::Output {
 public:
  // `onResult` is called on the thread that releases outputs, and says what to write to standard output for the result
  // ("" for nothing).
  using OnResult = std::function<std::string(const kernel::CallResult&)>;
  ProcessOutput(const Streams& streams, OnResult onResult)
      : streams_(streams), onResult_(std::move(onResult)) {}

  void line(const kernel::PrintedLine& line) override;
  void result(const kernel::CallResult& result) override;
  void flush() override;

 private:
  const Streams streams_;
  const OnResult onResult_;
  std::string out_;  // not written yet
};

}  // namespace keeve::cli
