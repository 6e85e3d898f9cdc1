// A body with other slots: what a part of a value, or a value that becomes a part, is written with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace keeve::host {

// `slotOf` gives the new slot for each old one, in the order in which the body names them. `body` is
// any number of whole values. Throws ValueError where it is malformed.
std::string rewriteSlots(std::string_view body, size_t slotCount,
                         const std::function<uint64_t(uint64_t)>& slotOf);

}  // namespace keeve::host
