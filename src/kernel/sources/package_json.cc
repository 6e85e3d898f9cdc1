#include "kernel/sources/package_json.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

namespace keeve::kernel {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr int kTargetDepthMax = 32;

// Thrown within findPackage() only.
struct Refusal {
  std::string message;
};

struct BareName {
  std::string package;
  std::string subpath;  // "." or "./sub.js"
};

std::optional<BareName> splitName(std::string_view specifier) {
  size_t end = specifier.find('/');
  if (specifier.starts_with('@')) {
    if (end == std::string_view::npos) return std::nullopt;
    end = specifier.find('/', end + 1);
  }
  const std::string_view package = specifier.substr(0, end);
  if (package.empty() || package.starts_with('.') ||
      package.find_first_of("\\%") != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view rest =
      end == std::string_view::npos ? std::string_view() : specifier.substr(end);
  return BareName{std::string(package), "." + std::string(rest)};
}

std::optional<Json> readManifest(const fs::path& folder) {
  std::ifstream in(folder / "package.json", std::ios::binary);
  if (!in) return std::nullopt;
  Json json = Json::parse(in, nullptr, false);
  if (!json.is_object()) throw Refusal{"its package.json is no JSON object"};
  return json;
}

// A target may name files of its own package only.
fs::path inside(const fs::path& folder, const std::string& target) {
  if (!target.starts_with("./"))
    throw Refusal{"its exports name '" + target + "', which does not start with ./"};
  const fs::path relative = fs::path(target).lexically_normal();
  for (const fs::path& part : relative) {
    if (part == ".." || part == "node_modules")
      throw Refusal{"its exports name '" + target + "', outside of the package"};
  }
  return folder / relative;
}

// What a target stands for under our conditions, with `match` in the place of *; nullopt where no condition holds.
std::optional<fs::path> resolveTarget(const fs::path& folder, const Json& target,
                                      std::string_view match, int depth = 0) {
  if (depth > kTargetDepthMax) throw Refusal{"its exports are nested too deeply"};
  if (target.is_string()) {
    std::string text = target.get<std::string>();
    for (size_t at = text.find('*'); at != std::string::npos && !match.empty();
         at = text.find('*', at + match.size())) {
      text.replace(at, 1, match);
    }
    return inside(folder, text);
  }
  if (target.is_array()) {
    for (const Json& each : target) {
      if (auto found = resolveTarget(folder, each, match, depth + 1)) return found;
    }
    return std::nullopt;
  }
  if (!target.is_object()) return std::nullopt;
  for (const auto& [condition, each] : target.items()) {
    if (condition != "import" && condition != "default") continue;
    if (auto found = resolveTarget(folder, each, match, depth + 1)) return found;
    if (each.is_null()) return std::nullopt;
  }
  return std::nullopt;
}

bool isSubpathMap(const Json& exports) {
  return exports.is_object() && !exports.empty() && exports.begin().key().starts_with('.');
}

// Of the patterns that match, the one with the longest text before its * counts.
std::optional<fs::path> resolvePattern(const fs::path& folder, const Json& exports,
                                       const std::string& subpath) {
  size_t best = 0;
  const Json* target = nullptr;
  std::string_view match;
  for (const auto& [pattern, each] : exports.items()) {
    const size_t star = pattern.find('*');
    if (star == std::string::npos || star < best) continue;
    const std::string_view tail = std::string_view(pattern).substr(star + 1);
    if (subpath.size() < pattern.size() || !subpath.starts_with(pattern.substr(0, star)) ||
        !subpath.ends_with(tail))
      continue;
    best = star;
    target = &each;
    match = std::string_view(subpath).substr(star, subpath.size() - star - tail.size());
  }
  return target ? resolveTarget(folder, *target, match) : std::nullopt;
}

fs::path resolveExports(const fs::path& folder, const Json& exports, const std::string& subpath) {
  std::optional<fs::path> found;
  if (!isSubpathMap(exports)) {
    if (subpath == ".") found = resolveTarget(folder, exports, "");
  } else if (exports.contains(subpath) && subpath.find('*') == std::string::npos) {
    found = resolveTarget(folder, exports[subpath], "");
  } else {
    found = resolvePattern(folder, exports, subpath);
  }
  if (!found) throw Refusal{"it has no export '" + subpath + "'"};
  return *found;
}

fs::path mainOf(const fs::path& folder, const Json& manifest) {
  for (const char* member : {"module", "main"}) {
    const auto found = manifest.find(member);
    if (found == manifest.end() || !found->is_string()) continue;
    const fs::path named = folder / found->get<std::string>();
    for (const fs::path& file : {named, fs::path(named.string() + ".js"), named / "index.js"}) {
      if (fs::is_regular_file(file)) return file;
    }
  }
  return folder / "index.js";
}

fs::path resolveIn(const fs::path& folder, const std::string& subpath) {
  const auto manifest = readManifest(folder);
  if (manifest) {
    const auto exports = manifest->find("exports");
    if (exports != manifest->end() && !exports->is_null())
      return resolveExports(folder, *exports, subpath);
  }
  if (subpath != ".") return folder / subpath.substr(2);
  return mainOf(folder, manifest.value_or(Json::object()));
}

// A package may name itself, where it has exports.
std::optional<fs::path> ownPackage(const fs::path& fromFolder, const BareName& name) {
  for (fs::path folder = fromFolder;; folder = folder.parent_path()) {
    if (const auto manifest = readManifest(folder)) {
      const auto own = manifest->find("name");
      const bool isIt =
          own != manifest->end() && own->is_string() && own->get<std::string>() == name.package;
      return isIt && manifest->contains("exports") ? std::optional(folder) : std::nullopt;
    }
    if (folder == folder.parent_path() || folder.filename() == "node_modules") return std::nullopt;
  }
}

}  // namespace

PackageAnswer findPackage(const fs::path& fromFolder, std::string_view specifier) {
  const auto name = splitName(specifier);
  if (!name) return PackageRefusal{"'" + std::string(specifier) + "' is no name of a package"};
  try {
    if (const auto own = ownPackage(fromFolder, *name))
      return PackageFile{resolveIn(*own, name->subpath)};
    for (fs::path folder = fromFolder;; folder = folder.parent_path()) {
      const fs::path candidate = folder / "node_modules" / name->package;
      if (folder.filename() != "node_modules" && fs::is_directory(candidate)) {
        return PackageFile{resolveIn(fs::canonical(candidate), name->subpath)};
      }
      if (folder == folder.parent_path()) return NoSuchPackage{};
    }
  } catch (const Refusal& refusal) {
    return PackageRefusal{"package '" + name->package + "': " + refusal.message};
  } catch (const fs::filesystem_error&) {
    return PackageRefusal{"package '" + name->package + "' cannot be read"};
  } catch (const Json::exception&) {
    return PackageRefusal{"package '" + name->package + "': its package.json makes no sense"};
  }
}

}  // namespace keeve::kernel
