#include "host/text_modules.h"

#include <filesystem>

namespace keeve::host {

namespace {

constexpr std::string_view kScheme = "keeve:///";

}  // namespace

TextModules::TextModules(const TextSource& source) : first_(source.modules.front().name) {
  for (const TextModule& module : source.modules) texts_.emplace(module.name, module.text);
}

kernel::FindAnswer TextModules::find(std::string_view referrer, std::string_view specifier) {
  std::string name = first_;
  if (!referrer.empty()) {
    const std::string missing = "cannot find module '" + std::string(specifier) +
                                "' imported from " + std::string(referrer);
    if (!specifier.starts_with("./") && !specifier.starts_with("../"))
      return kernel::NoSuchModule{missing};
    const std::filesystem::path from(referrer.substr(std::min(kScheme.size(), referrer.size())));
    name = (from.parent_path() / specifier).lexically_normal().generic_string();
    if (!texts_.contains(name)) return kernel::NoSuchModule{missing};
  }
  return kernel::FoundModule{std::string(kScheme) + name, texts_.find(name)->second};
}

}  // namespace keeve::host
