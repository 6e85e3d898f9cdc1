#include "protocol/body_item.h"

#include <algorithm>
#include <vector>

#include "protocol/body_string.h"

namespace keeve {
namespace {

constexpr uint32_t kChunkEnd = 1'000'000'000;  // nine decimal digits at a time
constexpr size_t kChunkDigits = 9;

std::string hexDigits(std::string_view magnitude) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  digits.reserve(2 * magnitude.size());
  for (auto byte = magnitude.rbegin(); byte != magnitude.rend(); ++byte) {
    const auto number = static_cast<uint8_t>(*byte);
    digits.push_back(kDigits[number >> 4]);
    digits.push_back(kDigits[number & 15]);
  }
  return digits.substr(digits.front() == '0' ? 1 : 0);
}

// Divides the number by kChunkEnd in place and returns the remainder.
uint32_t divideByChunk(std::vector<uint8_t>& number) {
  uint64_t remainder = 0;
  for (auto byte = number.rbegin(); byte != number.rend(); ++byte) {
    remainder = remainder << 8 | *byte;
    *byte = static_cast<uint8_t>(remainder / kChunkEnd);
    remainder %= kChunkEnd;
  }
  while (!number.empty() && number.back() == 0) number.pop_back();
  return static_cast<uint32_t>(remainder);
}

std::string decimalDigits(std::string_view magnitude) {
  std::vector<uint8_t> number(magnitude.begin(), magnitude.end());
  std::string reversed;
  while (!number.empty()) {
    std::string chunk = std::to_string(divideByChunk(number));
    std::reverse(chunk.begin(), chunk.end());
    reversed += chunk;
    if (!number.empty()) reversed.append(kChunkDigits - chunk.size(), '0');
  }
  std::reverse(reversed.begin(), reversed.end());
  return reversed.empty() ? "0" : reversed;
}

}  // namespace

std::string BodyString::utf8() const { return bodyStringToUtf8(bytes); }

std::string BodyBigInt::text() const {
  const std::string digits =
      magnitude.size() > kDecimalBytesMax ? "0x" + hexDigits(magnitude) : decimalDigits(magnitude);
  return negative ? "-" + digits : digits;
}

}  // namespace keeve
