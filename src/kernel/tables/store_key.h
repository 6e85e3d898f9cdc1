// Keys of strong stores (protocol/vat_records.h), read for tools.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace keeve::kernel {

struct ObjectStoreKey {
  uint64_t ordinal = 0;  // the place of the object in the store; the entry's slot 0 says which
};
struct BigIntStoreKey {
  bool negative = false;
  std::string magnitude;  // lowest byte first, no zero byte at its end
};
struct StringStoreKey {
  std::string utf8;
};
struct NullStoreKey {};
struct UndefinedStoreKey {};
struct DamagedStoreKey {};
using StoreKey = std::variant<ObjectStoreKey, bool, double, BigIntStoreKey, StringStoreKey,
                              NullStoreKey, UndefinedStoreKey, DamagedStoreKey>;

StoreKey parseStoreKey(std::string_view key);

std::string objectStoreKey(uint64_t ordinal);

}  // namespace keeve::kernel
