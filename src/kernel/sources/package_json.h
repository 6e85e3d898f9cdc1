// Packages as Node finds them: node_modules folders from the importing file upwards, and package.json's `exports` (with the
// conditions "import" and "default", subpaths and patterns), `module` and `main`.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

namespace keeve::kernel {

struct PackageFile {
  std::filesystem::path file;  // what the package names; it may not be there
};
struct NoSuchPackage {};
// The package is there and does not offer that.
struct PackageRefusal {
  std::string message;  // "package 'x' has no export './y'"
};
using PackageAnswer = std::variant<PackageFile, NoSuchPackage, PackageRefusal>;

// `specifier` is bare: "x", "x/sub.js", "@scope/x".
PackageAnswer findPackage(const std::filesystem::path& fromFolder, std::string_view specifier);

}  // namespace keeve::kernel
