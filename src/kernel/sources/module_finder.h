// Where a vat's sources are read while its files are there: the other end of
// SyscallPort::loadModule(). What it finds is written into the store with the vat, so that a later
// start needs no finder.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace keeve::kernel {

struct FoundModule {
  std::string url;   // "keeve:///lib/tally.js"; never a path of the host
  std::string text;  // UTF-8
};
// There is no such file: what the store remembers of an earlier start may stand in.
struct NoSuchModule {
  std::string message;
};
// It is there, and is refused or cannot be read.
struct RefusedModule {
  std::string message;
};
using FindAnswer = std::variant<FoundModule, NoSuchModule, RefusedModule>;

class ModuleFinder {
 public:
  virtual ~ModuleFinder() = default;
  // `referrer` is a url that find() gave before, or "" for the vat's first module, whose specifier
  // is "".
  virtual FindAnswer find(std::string_view referrer, std::string_view specifier) = 0;
};

}  // namespace keeve::kernel
