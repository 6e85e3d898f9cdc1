// One vat's JavaScript: an isolate with one context, restored from the startup snapshot, and the
// limits it runs under (SPEC §11). A realm is used by one thread at a time. Once run()
// has said anything but Ran it may only be destroyed, which is safe after every outcome.
#pragma once

#include <v8-context.h>
#include <v8-isolate.h>
#include <v8-local-handle.h>
#include <v8-object.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace keeve::engine {

class Engine;

struct RealmLimits {
  size_t heapBytesMax = size_t{256} << 20;  // JavaScript heap and ArrayBuffers together
  int runMsMax = 5000;                      // wall time of one run()
};

struct Ran {};
// `limit` is the config's name (SPEC §11): "crankMs" or "heapMB".
struct LimitExceeded {
  std::string limit;
};
using RunOutcome = std::variant<Ran, LimitExceeded>;

// Keeps the isolate's data slot 0 for itself and 1 for Modules; those from 2 on are free.
class Realm {
 public:
  // `name` names the vat in the one line that is logged should V8 take the process down. Whoever
  // holds v8::Globals of the isolate must let go of them before the realm is destroyed.
  Realm(Engine& engine, const RealmLimits& limits, std::string name = "");
  ~Realm();
  Realm(const Realm&) = delete;
  Realm& operator=(const Realm&) = delete;

  // For whom it is from now on, where it was made before that was known. Outside of run() only.
  void giveTo(std::string name, int runMsMax);

  static Realm& of(v8::Isolate* isolate);  // the realm that has this isolate

  const std::string& name() const;
  v8::Isolate* isolate() const;
  v8::Local<v8::Context> context() const;  // these two: within run() only
  v8::Local<v8::Object> exports() const;   // what the snapshot's scripts returned

  // Enters the isolate and the context, starts the clock of runMsMax, and calls `work`, which calls
  // JavaScript and looks at what that returns; a v8::TryCatch is the work's own business.
  // Microtasks run when `work` calls drainMicrotasks(), and at no other time. Where a limit was
  // passed, JavaScript is stopped (calls return empty handles, which `work` must pass on by
  // returning) and the outcome says so. Rethrows what guard() caught. `times` runs in one: it may take so many
  // times runMsMax.
  RunOutcome run(const std::function<void()>& work, int times = 1);

  // Whether the run in hand was stopped, by a limit or by guard(). From then on no JavaScript runs.
  bool stopped() const;

  // Collects everything that nothing holds, weakly held things too, at once. Outside of run() only; it runs no
  // JavaScript. LimitExceeded as run() says it.
  RunOutcome collectGarbage();

  // How many times V8 has collected the whole heap, by itself or because it was told to.
  uint64_t collections() const;

  // Runs microtasks until there are none; false where execution was stopped. Within run() only.
  bool drainMicrotasks();

  // For C++ called from JavaScript: runs `body`; should it throw, stops JavaScript for good and
  // keeps the exception for run() to rethrow, since no C++ exception may cross a V8 frame. True
  // where `body` returned.
  bool guard(const std::function<void()>& body);

  // "TypeError: message" and the stack, whose frames name the vat's own modules; for logs. Within
  // run() only.
  std::string describe(v8::Local<v8::Value> error);

  // Descriptions of the errors that promises were rejected with and that nobody has handled yet,
  // oldest first; forgets them. At most kUnhandledMax, and then how many more there were. Within
  // run(), when the microtasks are done.
  std::vector<std::string> takeUnhandledRejections();
  static constexpr size_t kUnhandledMax = 20;

  // The script that the snapshot was made from, as v8::Function::ScriptId() tells it.
  int scopeScriptId() const;

  // Heap and ArrayBuffer bytes in use now.
  size_t bytesUsed() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace keeve::engine
