// The text of the snapshot's scripts as V8 sees it: outside of its heaps, so that all of them share the one that is part of the
// program (170 KB, which each vat had of its own).
#pragma once

#include <v8-primitive.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace keeve::engine {

using SourceText = v8::String::ExternalOneByteStringResource;
struct SourceTextDeleter {
  void operator()(SourceText* text) const;
};
using OwnedSourceText = std::unique_ptr<SourceText, SourceTextDeleter>;

// `text`, of ASCII, must outlive it, and it all heaps.
OwnedSourceText makeSourceText(std::string_view text);

// What a snapshot names by place, where it is made and where it is restored (V8's external_references).
using SnapshotReferences = std::array<intptr_t, 2>;
inline SnapshotReferences referencesTo(const OwnedSourceText& text) {
  return {reinterpret_cast<intptr_t>(text.get()), 0};
}

}  // namespace keeve::engine
