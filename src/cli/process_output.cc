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

void ProcessOutput::line(const kernel::PrintedLine& line) {
  if (line.stream == Stream::out) {
    out_.append(line.text).push_back('\n');
    if (out_.size() >= kUnwrittenMax) flush();
  } else {
    flush();
    writeAll(streams_.err, line.text + "\n");
  }
}

void ProcessOutput::result(const kernel::CallResult& result) {
  out_ += onResult_(result);
  if (out_.size() >= kUnwrittenMax) flush();
}

void ProcessOutput::flush() {
  if (out_.empty()) return;
  writeAll(streams_.out, out_);
  out_.clear();
}

}  // namespace keeve::cli
