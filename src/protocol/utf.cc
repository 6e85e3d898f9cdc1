#include "protocol/utf.h"

#include <cstdint>

namespace keeve {
namespace {

constexpr char32_t kReplacement = 0xfffd;
constexpr char32_t kSupplementaryBegin = 0x10000;

bool isHighSurrogate(char16_t unit) { return (unit & 0xfc00) == 0xd800; }
bool isLowSurrogate(char16_t unit) { return (unit & 0xfc00) == 0xdc00; }

// What a first byte says of its sequence: how many bytes follow, the bits it brings, and the range
// of the second byte (which rules out overlong forms, surrogates and what is past U+10FFFF).
struct Lead {
  int following;
  char32_t bits;
  uint8_t secondMin = 0x80;
  uint8_t secondMax = 0xbf;
};

Lead leadOf(uint8_t byte) {
  if (byte < 0x80) return {0, byte};
  if (byte < 0xc2) return {-1, 0};
  if (byte < 0xe0) return {1, byte & 0x1fU};
  if (byte == 0xe0) return {2, 0, 0xa0};
  if (byte == 0xed) return {2, 0xd, 0x80, 0x9f};
  if (byte < 0xf0) return {2, byte & 0xfU};
  if (byte == 0xf0) return {3, 0, 0x90};
  if (byte < 0xf4) return {3, byte & 7U};
  if (byte == 0xf4) return {3, 4, 0x80, 0x8f};
  return {-1, 0};
}

// Takes the next code point off a text that is not empty.
char32_t takeCodePoint(std::string_view& utf8) {
  const Lead lead = leadOf(static_cast<uint8_t>(utf8.front()));
  utf8.remove_prefix(1);
  if (lead.following < 0) return kReplacement;
  char32_t point = lead.bits;
  for (int i = 0; i < lead.following; ++i) {
    if (utf8.empty()) return kReplacement;
    const auto byte = static_cast<uint8_t>(utf8.front());
    const bool fits =
        i == 0 ? byte >= lead.secondMin && byte <= lead.secondMax : byte >= 0x80 && byte <= 0xbf;
    if (!fits) return kReplacement;
    point = point << 6 | (byte & 0x3fU);
    utf8.remove_prefix(1);
  }
  return point;
}

void appendUnits(std::u16string& out, char32_t point) {
  if (point < kSupplementaryBegin) {
    out.push_back(static_cast<char16_t>(point));
    return;
  }
  point -= kSupplementaryBegin;
  out.push_back(static_cast<char16_t>(0xd800 | point >> 10));
  out.push_back(static_cast<char16_t>(0xdc00 | (point & 0x3ff)));
}

void appendUtf8(std::string& out, char32_t point) {
  const auto follow = [&out, point](unsigned shift) {
    out.push_back(static_cast<char>(0x80 | (point >> shift & 0x3f)));
  };
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xc0 | point >> 6));
    follow(0);
  } else if (point < kSupplementaryBegin) {
    out.push_back(static_cast<char>(0xe0 | point >> 12));
    follow(6);
    follow(0);
  } else {
    out.push_back(static_cast<char>(0xf0 | point >> 18));
    follow(12);
    follow(6);
    follow(0);
  }
}

// Takes the next code point off units that are not empty; an unpaired surrogate comes out as
// itself.
char32_t takeCodePoint(std::u16string_view& units) {
  const char16_t first = units.front();
  units.remove_prefix(1);
  if (!isHighSurrogate(first) || units.empty() || !isLowSurrogate(units.front())) return first;
  const char16_t second = units.front();
  units.remove_prefix(1);
  return kSupplementaryBegin + (char32_t{first & 0x3ffU} << 10 | (second & 0x3ffU));
}

bool isSurrogate(char32_t point) { return (point & 0xfffff800) == 0xd800; }

}  // namespace

std::u16string utf8ToUtf16(std::string_view utf8) {
  std::u16string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) appendUnits(out, takeCodePoint(utf8));
  return out;
}

std::string utf16ToUtf8(std::u16string_view units) {
  std::string out;
  out.reserve(units.size());
  while (!units.empty()) {
    const char32_t point = takeCodePoint(units);
    appendUtf8(out, isSurrogate(point) ? kReplacement : point);
  }
  return out;
}

bool isWellFormedUtf16(std::u16string_view units) {
  while (!units.empty()) {
    if (isSurrogate(takeCodePoint(units))) return false;
  }
  return true;
}

}  // namespace keeve
