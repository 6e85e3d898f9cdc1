#include "engine/engine.h"

#include <v8-initialization.h>
#include <v8-snapshot.h>

#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

#include "engine/snapshot_layout.h"
#include "engine/source_text.h"
#include "engine/v8_process.h"
#include "engine/watchdog.h"

namespace keeve::engine {

void setV8Flags(const std::string& flags) { v8::V8::SetFlagsFromString(flags.c_str()); }

struct Engine::Impl {
  v8::StartupData startupData;
  OwnedSourceText sourceText;
  SnapshotReferences references;
  V8Process process;
  Watchdog watchdog;
};

Engine::Engine(std::string_view snapshot) {
  const std::optional<SnapshotParts> parts = splitSnapshot(snapshot);
  if (!parts || parts->blob.empty() ||
      parts->blob.size() > static_cast<size_t>(std::numeric_limits<int>::max())) {
    throw std::runtime_error("the startup snapshot is empty or too large");
  }
  OwnedSourceText text = makeSourceText(parts->text);
  const SnapshotReferences references = referencesTo(text);
  impl_ = std::unique_ptr<Impl>(new Impl{
      .startupData = {parts->blob.data(), static_cast<int>(parts->blob.size())},
      .sourceText = std::move(text),
      .references = references,
      .process = {},
      .watchdog = {},
  });
  if (!impl_->startupData.IsValid()) {
    throw std::runtime_error("the startup snapshot was made by another version of V8: rebuild it");
  }
}

Engine::~Engine() = default;

v8::StartupData& Engine::startupData() const { return impl_->startupData; }
const intptr_t* Engine::snapshotReferences() const { return impl_->references.data(); }
v8::Platform& Engine::platform() const { return impl_->process.platform(); }
Watchdog& Engine::watchdog() const { return impl_->watchdog; }

}  // namespace keeve::engine
