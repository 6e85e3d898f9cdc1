#include "cli/process_output.h"

#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace keeve::cli {

namespace {

constexpr size_t kUnwrittenMax = size_t{1} << 16;

}  // namespace

void writeAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const std::string stream = fd == 2 ? "standard error" : "standard output";
      throw std::runtime_error("cannot write to " + stream + ": " +
                               std::generic_category().message(errno));
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

void ProcessOutput::take(KernelOptions& options) {
  options.onLine = [this](Console console, std::string_view text) { line(console, text); };
  options.onQuiet = [this] { flush(); };
}

void ProcessOutput::line(Console console, std::string_view text) {
  const std::lock_guard lock(mutex_);
  if (console == Console::out) {
    out_.append(text).push_back('\n');
    if (out_.size() >= kUnwrittenMax) flushHeld();
  } else {
    flushHeld();
    writeAll(streams_.err, std::string(text) + "\n");
  }
}

void ProcessOutput::add(std::string_view text) {
  const std::lock_guard lock(mutex_);
  out_ += text;
  if (out_.size() >= kUnwrittenMax) flushHeld();
}

void ProcessOutput::flush() {
  const std::lock_guard lock(mutex_);
  flushHeld();
}

void ProcessOutput::flushHeld() {
  if (out_.empty()) return;
  writeAll(streams_.out, out_);
  out_.clear();
}

}  // namespace keeve::cli
