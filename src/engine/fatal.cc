#include "engine/fatal.h"

#include <unistd.h>
#include <v8-isolate.h>

#include <algorithm>
#include <cstdio>

#include "base/last_word.h"
#include "engine/realm.h"

namespace keeve::engine {
namespace {

// No allocation: there may be no memory.
[[noreturn]] void giveUp(const char* what, const char* location) {
  char line[512];
  v8::Isolate* isolate = v8::Isolate::TryGetCurrent();
  const void* realm = isolate == nullptr ? nullptr : isolate->GetData(0);
  const char* name = realm == nullptr ? "" : static_cast<const Realm*>(realm)->name().c_str();
  const int length = std::snprintf(
      line, sizeof line,
      "keeve: the JavaScript engine gave up in vat \"%s\": %s (%s); the process ends\n", name, what,
      location == nullptr ? "?" : location);
  if (length > 0) {
    [[maybe_unused]] const ssize_t written =
        write(STDERR_FILENO, line, std::min(static_cast<size_t>(length), sizeof line - 1));
  }
  LastWord::speakAll(what);
  _exit(kFatalExitCode);
}

}  // namespace

void onFatalError(const char* location, const char* message) {
  giveUp(message == nullptr ? "fatal error" : message, location);
}

void onOutOfMemory(const char* location, bool isHeapOom) {
  giveUp(isHeapOom ? "its heap is full past rescue" : "no memory", location);
}

}  // namespace keeve::engine
