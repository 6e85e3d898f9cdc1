// A second process for a test that must be killed or must be another one: this test program again, running just one of its
// tests (a disabled one), which writes to the pipe that it is given. For tests alone. A fork without exec would not do:
// RocksDB's threads are not in it.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

#include "base/check.h"

namespace keeve::store {

class TestChild {
 public:
  static constexpr int kPipe = 3;  // the child's end
  static constexpr const char* kArgument = "KEEVE_TEST_CHILD";

  // Starts the test `name` ("Suite.DISABLED_Name"), which reads `argument` with argumentOfChild().
  TestChild(const std::string& name, const std::string& argument) {
    std::array<int, 2> ends{};
    KEEVE_CHECK(pipe(ends.data()) == 0);
    const std::string filter = "--gtest_filter=" + name;
    process_ = fork();
    KEEVE_CHECK(process_ >= 0);
    if (process_ == 0) {
      dup2(ends[1], kPipe);
      dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
      setenv(kArgument, argument.c_str(), 1);
      execl("/proc/self/exe", "child", "--gtest_also_run_disabled_tests", filter.c_str(), nullptr);
      _exit(127);
    }
    close(ends[1]);
    pipe_ = ends[0];
  }
  ~TestChild() {
    killNow();
    close(pipe_);
  }
  TestChild(const TestChild&) = delete;
  TestChild& operator=(const TestChild&) = delete;

  static std::string argumentOfChild() {
    const char* argument = getenv(kArgument);
    return argument == nullptr ? "" : argument;
  }

  // Up to `count` bytes that the child wrote; fewer where it has ended.
  std::string read(size_t count) const {
    std::string bytes(count, '\0');
    size_t done = 0;
    while (done < count) {
      const ssize_t got = ::read(pipe_, bytes.data() + done, count - done);
      if (got <= 0) break;
      done += static_cast<size_t>(got);
    }
    bytes.resize(done);
    return bytes;
  }

  void killNow() {
    if (process_ == 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }

  pid_t process() const { return process_; }

 private:
  pid_t process_ = 0;
  int pipe_ = -1;
};

}  // namespace keeve::store
