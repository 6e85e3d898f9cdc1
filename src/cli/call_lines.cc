// Lines are read as far as they have come, delivered, and read on while what they did is being synced: so results come out
// as fast as the store makes them durable, and a slow reader of standard input holds back nothing that is done.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "cli/call_command.h"
#include "cli/call_line.h"
#include "keeve/kernel.h"

namespace keeve::cli {

namespace {

constexpr size_t kReadBytes = size_t{1} << 16;
constexpr size_t kLineBytesMax = size_t{64} << 20;

// Puts answers into the order of their lines. Used by the reading thread and the releasing one.
class Answers {
 public:
  // Line `n` calls METHOD of VAT; lines count from 1, without gaps.
  void open(uint64_t n, std::string vat, std::string method) {
    const std::lock_guard lock(mutex_);
    open_.emplace(n, Call{std::move(vat), std::move(method)});
  }

  // Answers line `n`: the text to write now, "" where an earlier line is still open.
  std::string answer(uint64_t n, std::string text) {
    const std::lock_guard lock(mutex_);
    open_.erase(n);
    if (n != next_) {
      waiting_.emplace(n, std::move(text));
      return "";
    }
    std::string out = std::move(text);
    ++next_;
    for (auto each = waiting_.begin(); each != waiting_.end() && each->first == next_;
         each = waiting_.erase(each)) {
      out += each->second;
      ++next_;
    }
    return out;
  }

  // Of each line that has no answer, why: its number and the words.
  std::vector<std::pair<uint64_t, std::string>> unsettled() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<uint64_t, std::string>> all;
    for (const auto& [n, call] : open_) all.emplace_back(n, unsettledText(call.vat, call.method));
    std::sort(all.begin(), all.end());
    return all;
  }

 private:
  struct Call {
    std::string vat;
    std::string method;
  };

  mutable std::mutex mutex_;
  uint64_t next_ = 1;
  std::unordered_map<uint64_t, Call> open_;
  std::map<uint64_t, std::string> waiting_;
};

class LineCaller {
 public:
  LineCaller(const Environment& environment, const VatOptions& options)
      : environment_(environment),
        output_(environment.streams),
        kernel_(Kernel::open(kernelOptions(environment, options, output_))) {}

  Exit run() {
    std::string bytes;
    while (!environment_.stop && readMore(bytes)) {
      takeLines(bytes);
      kernel_->runUntilIdle();
      output_.flush();  // lines that were answered here
    }
    if (!bytes.empty()) takeLine(bytes);
    kernel_->runUntilIdle();
    kernel_->flush();
    if (!environment_.stop) {
      for (const auto& [n, why] : answers_.unsettled()) refuse(n, why);
    }
    output_.flush();
    return anyFailed_ ? Exit::failed : Exit::fine;
  }

 private:
  void answer(uint64_t n, const Outcome& outcome) {
    const bool rejected = std::holds_alternative<Rejected>(outcome);
    if (rejected) anyFailed_ = true;
    output_.add(answers_.answer(n, (rejected ? "! " : "") + resultText(outcome) + "\n"));
  }

  void refuse(uint64_t n, const std::string& why) {
    anyFailed_ = true;
    output_.add(answers_.answer(n, "! " + why + "\n"));
  }

  // False at the end of the input, and when it is to stop.
  bool readMore(std::string& bytes) {
    const size_t had = bytes.size();
    if (had > kLineBytesMax)
      throw std::runtime_error("a line of standard input is longer than 64 MB: split it");
    bytes.resize(had + kReadBytes);
    ssize_t got = -1;
    do {
      got = ::read(environment_.streams.in, bytes.data() + had, kReadBytes);
    } while (got < 0 && errno == EINTR && !environment_.stop);
    const int error = errno;
    bytes.resize(had + static_cast<size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && error != EINTR) {
      throw std::runtime_error("cannot read standard input: " +
                               std::generic_category().message(error));
    }
    return got > 0;
  }

  // All whole lines off the front.
  void takeLines(std::string& bytes) {
    size_t start = 0;
    for (size_t end = bytes.find('\n'); end != std::string::npos; end = bytes.find('\n', start)) {
      takeLine(std::string_view(bytes).substr(start, end - start));
      start = end + 1;
    }
    bytes.erase(0, start);
  }

  void takeLine(std::string_view line) {
    auto parsed = parseCallLine(line);
    if (std::holds_alternative<BlankLine>(parsed)) return;
    const uint64_t n = ++lines_;
    if (const auto* bad = std::get_if<BadLine>(&parsed)) return refuse(n, bad->message);
    const auto& call = std::get<CallLine>(parsed);
    std::vector<Value> args;
    try {
      args = argumentsOf(call.args);
    } catch (const ValueError& impassable) {
      return refuse(n, impassable.what());
    }
    answers_.open(n, call.vat, call.method);
    kernel_->queueToRoot(call.vat, call.method, args,
                         [this, n](const Outcome& outcome) { answer(n, outcome); });
  }

  const Environment& environment_;
  Answers answers_;
  std::atomic<bool> anyFailed_ = false;
  uint64_t lines_ = 0;
  ProcessOutput output_;
  const std::unique_ptr<Kernel> kernel_;  // last: it tells the others
};

}  // namespace

Exit callLines(const Environment& environment, const VatOptions& options) {
  return LineCaller(environment, options).run();
}

}  // namespace keeve::cli
