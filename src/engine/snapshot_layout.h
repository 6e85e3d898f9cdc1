// What makeSnapshot puts together and Engine and Realm take apart: V8's own bytes, the text of the scripts, and the number of
// the former in the last eight bytes (of this machine, as the rest is). Beside the context V8 keeps what it gives the indices 0
// and 1 to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace keeve::engine {

struct SnapshotParts {
  std::string_view blob;
  std::string_view text;
};

inline std::string joinSnapshot(const SnapshotParts& parts) {
  const uint64_t blobBytes = parts.blob.size();
  std::string snapshot(parts.blob);
  snapshot += parts.text;
  snapshot.append(reinterpret_cast<const char*>(&blobBytes), sizeof(blobBytes));
  return snapshot;
}

inline std::optional<SnapshotParts> splitSnapshot(std::string_view snapshot) {
  uint64_t blobBytes = 0;
  if (snapshot.size() < sizeof(blobBytes)) return std::nullopt;
  const size_t end = snapshot.size() - sizeof(blobBytes);
  std::memcpy(&blobBytes, snapshot.data() + end, sizeof(blobBytes));
  if (blobBytes > end) return std::nullopt;
  return SnapshotParts{snapshot.substr(0, blobBytes), snapshot.substr(blobBytes, end - blobBytes)};
}

inline constexpr size_t kSnapshotScopeIndex = 0;  // the function that holds the snapshot's scripts
inline constexpr size_t kSnapshotExportsIndex = 1;  // what it returned

}  // namespace keeve::engine
