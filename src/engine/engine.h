// V8 as one process has it: flags, platform, and the startup snapshot that every realm is restored
// from. `main` makes one before anything else touches V8 and destroys it last; V8 cannot be started
// twice in a process.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace v8 {
class Platform;
class StartupData;
}  // namespace v8

namespace keeve::engine {

class Watchdog;

// Flags that V8 takes beside ours, as "--perf-basic-prof" for a profiler. Before the first Engine is made.
void setV8Flags(const std::string& flags);

// The flags that must hold both when a snapshot is made and when it is restored are set
// by both.
class Engine {
 public:
  // `snapshot` (from makeSnapshot) must outlive the engine. Throws std::runtime_error where it was
  // made by another V8.
  explicit Engine(std::string_view snapshot);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // For the realms, which must all be destroyed before the engine.
  v8::StartupData& startupData() const;
  const intptr_t* snapshotReferences() const;  // what it names by place
  v8::Platform& platform() const;
  Watchdog& watchdog() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct Script {
  std::string name;  // as stack traces show it: "keeve:kinds.js"
  std::string text;
};

// Evaluates `scripts` in a new context, in one function scope shared by all ('use strict'; what one
// declares the next sees), and serializes the context. The scope's last statement returns the
// object that Realm::exports() gives. Called once, by the snapshot program at build time, in a
// process that makes no Engine. Throws std::runtime_error with the script's error.
std::string makeSnapshot(const std::vector<Script>& scripts);

}  // namespace keeve::engine
