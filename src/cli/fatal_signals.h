// What the program does of signals that end it because it is broken: V8 ends a process by some of them (SPEC §11).
#pragma once

namespace keeve::cli {

// From now on one line on standard error says so, what was under way has its last word (base/last_word.h), and the signal
// does what it would have done.
void handleFatalSignals();

}  // namespace keeve::cli
