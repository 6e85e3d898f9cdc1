#include "base/bytes.h"

#include "base/check.h"

namespace keeve {
namespace {

constexpr unsigned kVarintBits = 7;
constexpr uint64_t kVarintMore = 0x80;

}  // namespace

void appendVarint(std::string& out, uint64_t number) {
  KEEVE_CHECK(number < kVarintEnd, number);
  while (number >= kVarintMore) {
    out.push_back(static_cast<char>(number | kVarintMore));
    number >>= kVarintBits;
  }
  out.push_back(static_cast<char>(number));
}

void appendFixed64(std::string& out, uint64_t number) {
  for (size_t i = 0; i < sizeof number; ++i) {
    out.push_back(static_cast<char>(number >> (8 * i)));
  }
}

void appendText(std::string& out, std::string_view text) {
  appendVarint(out, text.size());
  out.append(text);
}

std::optional<uint8_t> ByteReader::takeByte() {
  if (bytes_.empty()) return std::nullopt;
  const auto byte = static_cast<uint8_t>(bytes_.front());
  bytes_.remove_prefix(1);
  return byte;
}

std::optional<uint64_t> ByteReader::takeVarint() {
  uint64_t number = 0;
  for (size_t i = 0; i < bytes_.size() && i < kVarintBytesMax; ++i) {
    const auto byte = static_cast<uint8_t>(bytes_[i]);
    number |= (byte & (kVarintMore - 1)) << (kVarintBits * i);
    if ((byte & kVarintMore) != 0) continue;
    const bool longerThanNeeded = i > 0 && byte == 0;
    if (longerThanNeeded || number >= kVarintEnd) return std::nullopt;
    bytes_.remove_prefix(i + 1);
    return number;
  }
  return std::nullopt;
}

std::optional<uint64_t> ByteReader::takeFixed64() {
  const auto bytes = takeBytes(sizeof(uint64_t));
  if (!bytes) return std::nullopt;
  uint64_t number = 0;
  for (size_t i = 0; i < sizeof number; ++i) {
    number |= uint64_t{static_cast<uint8_t>((*bytes)[i])} << (8 * i);
  }
  return number;
}

std::optional<std::string_view> ByteReader::takeBytes(uint64_t count) {
  if (count > bytes_.size()) return std::nullopt;
  const std::string_view taken = bytes_.substr(0, count);
  bytes_.remove_prefix(count);
  return taken;
}

std::optional<std::string_view> ByteReader::takeText() {
  ByteReader ahead = *this;
  const auto length = ahead.takeVarint();
  if (!length) return std::nullopt;
  const auto text = ahead.takeBytes(*length);
  if (text) *this = ahead;
  return text;
}

}  // namespace keeve
