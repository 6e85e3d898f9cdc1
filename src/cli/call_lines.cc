// A thread reads lines and queues their calls while the kernel runs: a call waits for those before it in its vat's queue, and
// for nothing else that the kernel has to do; and results come out as fast as the store makes them durable.
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <utility>

#include "cli/call_command.h"
#include "cli/call_line.h"
#include "keeve/kernel.h"

namespace keeve::cli {

namespace {

constexpr size_t kReadBytes = size_t{1} << 16;
constexpr size_t kLineBytesMax = size_t{64} << 20;
// How soon a thread that waits hears that it is to stop: a signal handler can set a flag and no more.
constexpr std::chrono::milliseconds kStopLook{50};

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
    {
      const std::jthread reader([this](const std::stop_token& ending) { read(ending); });
      while (waitForLines()) kernel_->runUntilIdle();
    }
    if (readFailure_) std::rethrow_exception(readFailure_);
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

  // The reading thread.
  void read(const std::stop_token& ending) {
    std::exception_ptr failure;
    try {
      std::string bytes;
      while (waitForInput(ending) && readMore(bytes)) takeLines(bytes);
      if (!ending.stop_requested() && !bytes.empty()) takeLine(bytes);
    } catch (...) {
      failure = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    readFailure_ = failure;
    hasEnded_ = true;
    news_.notify_one();
  }

  // False when it is to stop.
  bool waitForInput(const std::stop_token& ending) const {
    while (!ending.stop_requested() && !environment_.stop) {
      pollfd input{environment_.streams.in, POLLIN, 0};
      const int ready = ::poll(&input, 1, static_cast<int>(kStopLook.count()));
      if (ready > 0) return true;
      if (ready < 0 && errno != EINTR) failRead();
    }
    return false;
  }

  // False at the end of the input.
  bool readMore(std::string& bytes) const {
    const size_t had = bytes.size();
    if (had > kLineBytesMax)
      throw std::runtime_error("a line of standard input is longer than 64 MB: split it");
    bytes.resize(had + kReadBytes);
    ssize_t got = -1;
    do {
      got = ::read(environment_.streams.in, bytes.data() + had, kReadBytes);
    } while (got < 0 && errno == EINTR);
    if (got < 0) failRead();
    bytes.resize(had + static_cast<size_t>(got));
    return got > 0;
  }

  [[noreturn]] static void failRead() {
    throw std::runtime_error("cannot read standard input: " +
                             std::generic_category().message(errno));
  }

  // The thread that runs the kernel: false where no more lines come, and when it is to stop.
  bool waitForLines() {
    std::unique_lock lock(mutex_);
    while (!hasLines_ && !hasEnded_ && !environment_.stop) news_.wait_for(lock, kStopLook);
    return std::exchange(hasLines_, false) && !environment_.stop;
  }

  // All whole lines off the front.
  void takeLines(std::string& bytes) {
    size_t start = 0;
    for (size_t end = bytes.find('\n'); end != std::string::npos; end = bytes.find('\n', start)) {
      takeLine(std::string_view(bytes).substr(start, end - start));
      start = end + 1;
    }
    bytes.erase(0, start);
    output_.flush();  // lines that were answered here
    const std::lock_guard lock(mutex_);
    hasLines_ = true;
    news_.notify_one();
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
  uint64_t lines_ = 0;  // the reading thread's
  ProcessOutput output_;
  std::mutex mutex_;  // guards the next four
  std::condition_variable news_;
  bool hasLines_ = false;
  bool hasEnded_ = false;
  std::exception_ptr readFailure_;
  const std::unique_ptr<Kernel> kernel_;  // last: it tells the others
};

}  // namespace

Exit callLines(const Environment& environment, const VatOptions& options) {
  return LineCaller(environment, options).run();
}

}  // namespace keeve::cli
