// What vats are called and granted in an app, wherever that is written: in a config, or in C++.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace keeve::host {

inline constexpr std::array<std::string_view, 3> kPowers = {"clock", "random", "vatAdmin"};
inline constexpr const char* kVatNameRule = "letters, digits, _ . and, not first, - make a name";

inline bool isPower(std::string_view name) {
  return std::find(kPowers.begin(), kPowers.end(), name) != kPowers.end();
}

inline bool isVatName(std::string_view name) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  return !name.empty() && name.front() != '-' &&
         name.find_first_not_of(kAllowed) == std::string_view::npos;
}

}  // namespace keeve::host
