#include "engine/engine.h"

#include <v8-initialization.h>
#include <v8-snapshot.h>

#include <limits>
#include <stdexcept>

#include "engine/v8_process.h"
#include "engine/watchdog.h"

namespace keeve::engine {

void setV8Flags(const std::string& flags) { v8::V8::SetFlagsFromString(flags.c_str()); }

struct Engine::Impl {
  std::string_view snapshot;
  v8::StartupData startupData;
  V8Process process;
  Watchdog watchdog;
};

Engine::Engine(std::string_view snapshot) {
  if (snapshot.empty() || snapshot.size() > static_cast<size_t>(std::numeric_limits<int>::max())) {
    throw std::runtime_error("the startup snapshot is empty or too large");
  }
  impl_ = std::unique_ptr<Impl>(new Impl{
      .snapshot = snapshot,
      .startupData = {snapshot.data(), static_cast<int>(snapshot.size())},
      .process = {},
      .watchdog = {},
  });
  if (!impl_->startupData.IsValid()) {
    throw std::runtime_error("the startup snapshot was made by another version of V8: rebuild it");
  }
}

Engine::~Engine() = default;

std::string_view Engine::snapshot() const { return impl_->snapshot; }
v8::StartupData& Engine::startupData() const { return impl_->startupData; }
v8::Platform& Engine::platform() const { return impl_->process.platform(); }
Watchdog& Engine::watchdog() const { return impl_->watchdog; }

}  // namespace keeve::engine
