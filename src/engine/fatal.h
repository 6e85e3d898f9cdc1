// What becomes of a process in which V8 gives up: one line on standard error that names the vat,
// and the process exits without unwinding anything. Nothing is lost by it, since durable state is
// the truth.
#pragma once

namespace keeve::engine {

inline constexpr int kFatalExitCode = 70;  // EX_SOFTWARE

// Callbacks for v8::Isolate::CreateParams.
void onFatalError(const char* location, const char* message);
void onOutOfMemory(const char* location, bool isHeapOom);

}  // namespace keeve::engine
