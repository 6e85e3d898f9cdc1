#include "protocol/vat_key.h"

#include <bit>
#include <cstddef>

namespace keeve {

void appendOrderedVarint(std::string& out, uint64_t number) {
  const size_t count = (static_cast<size_t>(std::bit_width(number)) + 7) / 8;
  out.push_back(static_cast<char>(count));
  for (size_t i = count; i > 0; --i) out.push_back(static_cast<char>(number >> (8 * (i - 1))));
}

bool takeOrderedVarint(std::string_view& bytes, uint64_t& number) {
  if (bytes.empty()) return false;
  const auto count = static_cast<uint8_t>(bytes.front());
  if (count > sizeof(uint64_t) || bytes.size() <= count) return false;
  if (count > 0 && bytes[1] == 0) return false;  // longer than needed
  uint64_t taken = 0;
  for (const char byte : bytes.substr(1, count)) taken = taken << 8 | static_cast<uint8_t>(byte);
  number = taken;
  bytes.remove_prefix(1 + size_t{count});
  return true;
}

}  // namespace keeve
