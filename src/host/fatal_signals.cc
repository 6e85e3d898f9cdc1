#include "keeve/fatal_signals.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstddef>
#include <cstring>

#include "base/last_word.h"

namespace keeve {
namespace {

// SIGTRAP and SIGILL are how V8 stops.
constexpr std::array kSignals = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};

std::array<struct sigaction, NSIG> before;  // what the signals did

const char* nameOf(int signal) {
  switch (signal) {
    case SIGABRT:
      return "SIGABRT";
    case SIGBUS:
      return "SIGBUS";
    case SIGFPE:
      return "SIGFPE";
    case SIGILL:
      return "SIGILL";
    case SIGSEGV:
      return "SIGSEGV";
    default:
      return "SIGTRAP";
  }
}

void say(const char* text) {
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text, std::strlen(text));
}

void endOf(int signal) {
  say("keeve: the process ends (");
  say(nameOf(signal));
  say(")\n");
  LastWord::speakAll(nameOf(signal));
  sigaction(signal, &before.at(static_cast<size_t>(signal)), nullptr);
  raise(signal);
}

}  // namespace

void handleFatalSignals() {
  struct sigaction action = {};
  action.sa_handler = endOf;
  action.sa_flags = static_cast<int>(SA_NODEFER);
  sigemptyset(&action.sa_mask);
  for (const int signal : kSignals)
    sigaction(signal, &action, &before.at(static_cast<size_t>(signal)));
}

}  // namespace keeve
