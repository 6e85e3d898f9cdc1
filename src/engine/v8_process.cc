#include "engine/v8_process.h"

#include <libplatform/libplatform.h>
#include <v8-initialization.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <thread>

namespace keeve::engine {
namespace {

// What V8 adds to a context after it was restored collides with intrinsics that are frozen in the
// snapshot, so these features are off and lockdown.js supplies the methods among them that are
// worth having. WebAssembly is off because its memory escapes the heap limit. The snapshot is part of
// the program and not verified at each start of a vat. A heap may grow by four fifths of what lives before it is collected
// again: V8 would let it by a third or a half, and a vat with a full state cache spent a fifth of its time on that.
constexpr std::array kFlags = {
    "--no-harmony-relative-indexing-methods", "--no-harmony-object-has-own",
    "--no-harmony-array-find-last",           "--no-harmony-atomics",
    "--no-harmony-sharedarraybuffer",         "--no-expose-wasm",
    "--no-verify-snapshot-checksum",          "--heap-growing-percent=80",
};

// Compiling and collecting help from the side; the process's own threads do the work. On two cores two that compile take a
// third of its time from a vat that has just begun.
int platformThreads() {
  constexpr int kMost = 2;
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()) - 1, 1, kMost);
}

}  // namespace

V8Process::V8Process() {
  setenv("TZ", "UTC", 1);  // so that dates come out the same on every machine (SPEC §2)
  for (const char* flag : kFlags) v8::V8::SetFlagsFromString(flag);
  platform_ = v8::platform::NewDefaultPlatform(platformThreads());
  v8::V8::InitializePlatform(platform_.get());
  v8::V8::Initialize();
}

V8Process::~V8Process() {
  v8::V8::Dispose();
  v8::V8::DisposePlatform();
}

}  // namespace keeve::engine
