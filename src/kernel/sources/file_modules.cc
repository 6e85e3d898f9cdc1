#include "kernel/sources/file_modules.h"

#include <fstream>
#include <iterator>
#include <system_error>

#include "kernel/sources/package_json.h"

namespace keeve::kernel {

namespace fs = std::filesystem;

namespace {

constexpr uintmax_t kSourceBytesMax = uintmax_t{16} << 20;
constexpr std::string_view kScheme = "keeve:///";

void appendEncoded(std::string& out, std::string_view segment) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~@+=,!$&'()*;";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : segment) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.append("%").append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
    }
  }
}

// FNV-1a: the same on every machine, which std::hash is not.
uint64_t hashOf(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

bool isRelative(std::string_view specifier) {
  return specifier.starts_with("./") || specifier.starts_with("../") || specifier == "." ||
         specifier == "..";
}

bool hasScheme(std::string_view specifier) {
  const size_t colon = specifier.find(':');
  return colon != std::string_view::npos && specifier.find('/') > colon;
}

std::string quoted(std::string_view specifier, std::string_view referrer) {
  return "'" + std::string(specifier) + "' imported from " + std::string(referrer);
}

}  // namespace

FileModules::FileModules(const fs::path& folder, std::string mainFile)
    : folder_(fs::weakly_canonical(folder)), mainFile_(std::move(mainFile)) {}

FindAnswer FileModules::find(std::string_view referrer, std::string_view specifier) {
  if (referrer.empty()) return read(folder_ / mainFile_, "'" + mainFile_ + "'");
  const std::string what = quoted(specifier, referrer);
  // the system would end the name there, and open another file than the one that was looked at
  if (specifier.find('\0') != std::string_view::npos)
    return RefusedModule{"cannot import " + what + ": the name of a file has no NUL"};
  if (const auto known = files_.find(std::string(specifier)); known != files_.end())
    return read(known->second, what);
  const auto from = files_.find(std::string(referrer));
  if (from == files_.end()) return NoSuchModule{"cannot find module " + what};
  const fs::path fromFolder = from->second.parent_path();
  if (isRelative(specifier)) return read(fromFolder / specifier, what);
  if (specifier.starts_with('/') || hasScheme(specifier)) {
    return RefusedModule{"cannot import " + what +
                         ": a vat imports relative files, packages and built-in modules"};
  }
  const PackageAnswer answer = findPackage(fromFolder, specifier);
  if (const auto* refusal = std::get_if<PackageRefusal>(&answer)) {
    return RefusedModule{"cannot import " + what + ": " + refusal->message};
  }
  if (std::holds_alternative<NoSuchPackage>(answer))
    return NoSuchModule{"cannot find package " + what};
  return read(std::get<PackageFile>(answer).file, what);
}

FindAnswer FileModules::read(const fs::path& file, const std::string& where) {
  std::error_code error;
  const fs::path real = fs::canonical(file, error);
  if (error) {
    std::string message = "cannot find module " + where;
    const fs::path withExtension = file.string() + ".js";
    if (fs::is_regular_file(withExtension, error))
      message += ": did you mean '" + withExtension.filename().string() + "'?";
    return NoSuchModule{std::move(message)};
  }
  if (fs::is_directory(real, error))
    return RefusedModule{"cannot import " + where + ": it is a folder, name a file in it"};
  if (real.extension() != ".js" && real.extension() != ".mjs") {
    return RefusedModule{"cannot import " + where + ": only .js and .mjs files are modules"};
  }
  const uintmax_t size = fs::file_size(real, error);
  if (error || size > kSourceBytesMax) {
    return RefusedModule{"cannot import " + where +
                         (error ? ": it cannot be read" : ": it is larger than 16 MB")};
  }
  std::ifstream in(real, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) return RefusedModule{"cannot import " + where + ": it cannot be read"};
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  std::string url = urlOf(real);
  files_[url] = real;
  return FoundModule{std::move(url), std::move(text)};
}

std::string FileModules::urlOf(const fs::path& realFile) const {
  const fs::path relative = realFile.lexically_relative(folder_);
  const auto upFromFolder =
      std::distance(folder_.begin(), folder_.end()) - 1;  // without the root itself
  std::string url(kScheme);
  auto part = relative.begin();
  std::ptrdiff_t up = 0;
  for (; part != relative.end() && *part == ".."; ++part) ++up;
  if (up > 0 && up == upFromFolder) {
    url.append("^").append(std::to_string(hashOf(realFile.parent_path().string()))).append("/");
    appendEncoded(url, realFile.filename().string());
    return url;
  }
  for (; up > 0; --up) url += "^/";
  for (; part != relative.end(); ++part) {
    if (url.back() != '/') url += '/';
    appendEncoded(url, part->string());
  }
  return url;
}

}  // namespace keeve::kernel
