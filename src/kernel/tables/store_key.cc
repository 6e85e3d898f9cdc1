#include "kernel/tables/store_key.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "protocol/utf.h"
#include "protocol/vat_key.h"

namespace keeve::kernel {

namespace {

constexpr uint64_t kSignBit = uint64_t{1} << 63;

uint8_t byteAt(std::string_view bytes, size_t i) { return static_cast<uint8_t>(bytes[i]); }

StoreKey parseBoolean(std::string_view rest) {
  if (rest.size() != 1 || byteAt(rest, 0) > 1) return DamagedStoreKey{};
  return byteAt(rest, 0) == 1;
}

StoreKey parseNumber(std::string_view rest) {
  if (rest.size() != 8) return DamagedStoreKey{};
  uint64_t bits = 0;
  for (size_t i = 0; i < 8; ++i) bits = bits << 8 | byteAt(rest, i);
  const uint64_t nan = 0xfff8000000000000;
  if (bits == nan) return std::nan("");
  const auto number = std::bit_cast<double>((bits & kSignBit) != 0 ? bits & ~kSignBit : ~bits);
  if (std::isnan(number) || (number == 0 && std::signbit(number))) return DamagedStoreKey{};
  return number;
}

StoreKey parseBigInt(std::string_view rest, bool negative) {
  std::string bytes(rest);
  if (negative) {
    for (char& byte : bytes) byte = static_cast<char>(~byte);
  }
  if (bytes.empty()) return DamagedStoreKey{};
  const size_t lengthBytes = byteAt(bytes, 0);
  if (lengthBytes == 0 || lengthBytes > 8 || bytes.size() < 1 + lengthBytes)
    return DamagedStoreKey{};
  uint64_t length = 0;
  for (size_t i = 1; i <= lengthBytes; ++i) length = length << 8 | byteAt(bytes, i);
  std::string magnitude = bytes.substr(1 + lengthBytes);
  if (magnitude.size() != length || (!magnitude.empty() && magnitude.front() == '\0'))
    return DamagedStoreKey{};
  if (negative && magnitude.empty()) return DamagedStoreKey{};
  std::reverse(magnitude.begin(), magnitude.end());
  return BigIntStoreKey{negative, std::move(magnitude)};
}

StoreKey parseObject(std::string_view rest) {
  ObjectStoreKey key;
  if (!takeOrderedVarint(rest, key.ordinal) || !rest.empty()) return DamagedStoreKey{};
  return key;
}

// CESU-8, each unit in its shortest form.
StoreKey parseString(std::string_view rest) {
  std::u16string units;
  while (!rest.empty()) {
    const uint8_t lead = byteAt(rest, 0);
    const size_t size = lead < 0x80 ? 1 : (lead & 0xe0) == 0xc0 ? 2 : (lead & 0xf0) == 0xe0 ? 3 : 0;
    if (size == 0 || rest.size() < size) return DamagedStoreKey{};
    uint32_t unit = size == 1 ? lead : size == 2 ? lead & 31U : lead & 15U;
    for (size_t i = 1; i < size; ++i) {
      if ((byteAt(rest, i) & 0xc0) != 0x80) return DamagedStoreKey{};
      unit = unit << 6 | (byteAt(rest, i) & 63U);
    }
    if ((size == 2 && unit < 0x80) || (size == 3 && unit < 0x800)) return DamagedStoreKey{};
    units.push_back(static_cast<char16_t>(unit));
    rest.remove_prefix(size);
  }
  if (!isWellFormedUtf16(units)) return DamagedStoreKey{};
  return StringStoreKey{utf16ToUtf8(units)};
}

}  // namespace

StoreKey parseStoreKey(std::string_view key) {
  if (key.empty()) return DamagedStoreKey{};
  const char sort = key.front();
  const std::string_view rest = key.substr(1);
  switch (sort) {
    case 'b':
      return parseBoolean(rest);
    case 'f':
      return parseNumber(rest);
    case 'n':
    case 'p':
      return parseBigInt(rest, sort == 'n');
    case 'r':
      return parseObject(rest);
    case 's':
      return parseString(rest);
    case 'v':
      return rest.empty() ? StoreKey(NullStoreKey{}) : DamagedStoreKey{};
    case 'z':
      return rest.empty() ? StoreKey(UndefinedStoreKey{}) : DamagedStoreKey{};
    default:
      return DamagedStoreKey{};
  }
}

std::string objectStoreKey(uint64_t ordinal) {
  std::string key(1, 'r');
  appendOrderedVarint(key, ordinal);
  return key;
}

}  // namespace keeve::kernel
