// The program: memory, signals and streams of the process, and then the command line.
#include <malloc.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "cli/command_line.h"
#include "keeve/fatal_signals.h"

namespace {

std::atomic<bool> stopRequested = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

void requestStop(int) { stopRequested = true; }

// No SA_RESTART: a read of standard input that waits is to end.
void handleSignals() {
  struct sigaction action = {};
  action.sa_handler = requestStop;
  sigemptyset(&action.sa_mask);
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // a write then fails, and says so
}

// So that memory is given back: two arenas for all threads, and every large block a mapping of its own. By default glibc
// raises the size from which it maps blocks whenever one is freed, and keeps what lies below.
void boundMemory() {
  constexpr int kArenasMax = 2;
  constexpr int kMappedFromBytes = 128 << 10;
  mallopt(M_ARENA_MAX, kArenasMax);
  mallopt(M_MMAP_THRESHOLD, kMappedFromBytes);
  mallopt(M_TRIM_THRESHOLD, kMappedFromBytes);
}

}  // namespace

int main(int argc, char** argv) {
  boundMemory();
  try {
    handleSignals();
    keeve::handleFatalSignals();
    setenv("TZ", "UTC", 1);  // a vat does not learn where its host stands
    const keeve::cli::Environment environment{stopRequested, {}};
    return static_cast<int>(keeve::cli::runCommandLine(environment, {argv + 1, argv + argc}));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "keeve: %s\n", error.what());
    return 1;
  }
}
