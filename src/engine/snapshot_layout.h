// What makeSnapshot puts beside the context and Realm takes out again, by the indices that V8 gives
// to what is added first and second.
#pragma once

#include <cstddef>

namespace keeve::engine {

inline constexpr size_t kSnapshotScopeIndex = 0;  // the function that holds the snapshot's scripts
inline constexpr size_t kSnapshotExportsIndex = 1;  // what it returned

}  // namespace keeve::engine
