#include <string>

#include "store/memory_store.h"
#include "store/rocks_store.h"
#include "store/store.h"

namespace keeve::store {
namespace {

constexpr std::string_view kRocksScheme = "rocksdb";
constexpr std::string_view kMemoryScheme = "memory";

// What stands before the first ':', unless that is a path: "a:b" has a scheme, "./a:b" has none.
std::string_view schemeOf(std::string_view url) {
  const size_t end = url.find_first_of(":/");
  return end == std::string_view::npos || url[end] == '/' ? std::string_view{} : url.substr(0, end);
}

// "rocksdb:PATH?profile=NAME" ends with one; a bare path may hold any character.
struct RocksUrl {
  std::string path;
  RocksProfile profile = RocksProfile::compact;
};

RocksUrl parseRocksUrl(std::string_view url, std::string_view rest) {
  const size_t mark = rest.rfind('?');
  if (mark == std::string_view::npos) return {std::string(rest)};
  const std::string_view option = rest.substr(mark + 1);
  const std::string path(rest.substr(0, mark));
  if (option == "profile=compact") return {path, RocksProfile::compact};
  if (option == "profile=fast") return {path, RocksProfile::fast};
  throw StoreError("store " + std::string(url) + ": unknown option '" + std::string(option) +
                   "': profile=compact and profile=fast are known");
}

}  // namespace

std::unique_ptr<Store> openStore(std::string_view url, OpenMode mode) {
  const std::string_view scheme = schemeOf(url);
  const std::string rest(scheme.empty() ? url : url.substr(scheme.size() + 1));
  if (scheme == kMemoryScheme && rest.empty()) {
    if (mode == OpenMode::mustExist) throw StoreError("there is no store at memory:");
    return std::make_unique<MemoryStore>();
  }
  if (scheme == kMemoryScheme) {
    throw StoreError("store " + std::string(url) + ": memory: takes no name");
  }
  if (!scheme.empty() && scheme != kRocksScheme) {
    throw StoreError("store " + std::string(url) + ": unknown kind of store '" +
                     std::string(scheme) + "'");
  }
  const RocksUrl rocks = scheme.empty() ? RocksUrl{rest} : parseRocksUrl(url, rest);
  if (rocks.path.empty()) throw StoreError("store " + std::string(url) + ": the path is missing");
  if (rocks.path.find('\0') != std::string::npos)
    throw StoreError("store: the path holds a zero byte");
  return openRocksStore(rocks.path, mode, rocks.profile);
}

}  // namespace keeve::store
