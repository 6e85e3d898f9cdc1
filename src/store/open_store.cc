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
  if (rest.empty()) throw StoreError("store " + std::string(url) + ": the path is missing");
  if (rest.find('\0') != std::string::npos) throw StoreError("store: the path holds a zero byte");
  return openRocksStore(rest, mode);
}

}  // namespace keeve::store
