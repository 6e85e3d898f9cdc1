// Signals that end a process because something in it is broken. V8 ends a process by some of them where a vat asks too much of it
// (SPEC §11).
#pragma once

namespace keeve {

// From now on such a signal (SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP) is told on standard error in one line, and what a
// vat was in the middle of is noted beside its store, so that the next process does not try it again. Then the signal does
// what it did before. For the whole process, once, before its other threads start; a kernel works without it.
void handleFatalSignals();

}  // namespace keeve
