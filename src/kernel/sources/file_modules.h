// Finds a vat's modules in the file system, by Node's rules for ES modules: relative files, and packages in node_modules
// (package_json.h). Every module gets a url that says where it lies as seen from the app's folder and nothing else of the
// host, and that stays the same when the app's folder moves:
//
//   lib/tally.js in the app's folder          keeve:///lib/tally.js
//   ../shared/x.js, above it                  keeve:///^/shared/x.js, with a ^ for each folder up
//   a file that shares only the root with it  keeve:///^N/x.js, N a number that stands for its folder
//
// A file is one module, however it is named: links are followed first. What urls would misread is percent-encoded.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "kernel/sources/module_finder.h"

namespace keeve::kernel {

class FileModules final : public ModuleFinder {
 public:
  // `folder` is the app's; `mainFile` the vat's first module, seen from there.
  FileModules(const std::filesystem::path& folder, std::string mainFile);

  FindAnswer find(std::string_view referrer, std::string_view specifier) override;

 private:
  FindAnswer read(const std::filesystem::path& file, const std::string& where);
  std::string urlOf(const std::filesystem::path& realFile) const;

  std::filesystem::path folder_;  // real
  std::string mainFile_;
  std::unordered_map<std::string, std::filesystem::path> files_;  // of the urls given so far
};

}  // namespace keeve::kernel
