// For tests of this room: the one engine of the test program, modules held in memory, and scripts as one-liners.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/engine.h"
#include "engine/modules.h"
#include "engine/realm.h"

namespace keeve::engine::testing {

// Made at the first call; every test shares it, since V8 starts once in a process.
Engine& testEngine();

// What a script or a module came to.
struct Value {
  std::string text;  // JSON, or String() of what JSON lacks
};
struct Thrown {
  std::string error;  // as Realm::describe tells it
};
using Outcome = std::variant<Value, Thrown, LimitExceeded>;

// Runs `script` as a classic script with the url "test:script" in `realm`, then its microtasks. A promise is followed.
Outcome evaluate(Realm& realm, std::string_view script);

// The same for what must have a value: the value's text, or a failed test.
std::string expectValue(Realm& realm, std::string_view script);
// The error's first line, or a failed test.
std::string expectThrown(Realm& realm, std::string_view script);
// The limit's name, or a failed test.
std::string expectStopped(Realm& realm, std::string_view script);

// Modules by url; "./x.js" and "x.js" are the url "test:x.js", the first one is "test:main.js".
class MemoryHost : public ModuleHost {
 public:
  explicit MemoryHost(std::map<std::string, std::string> files);
  std::variant<ModuleText, ModuleNotFound> loadModule(std::string_view referrer,
                                                      std::string_view specifier) override;
  const std::vector<std::string>& loads() const { return loads_; }  // "referrer specifier"

 private:
  std::map<std::string, std::string> files_;
  std::vector<std::string> loads_;
};

// Evaluates main.js, runs microtasks, and gives the JSON of the namespace's `result` (Value "pending" where the top level
// still waits).
Outcome evaluateModules(Realm& realm, ModuleHost& host);

std::string firstLine(const std::string& text);

}  // namespace keeve::engine::testing
