#include "protocol/body_string.h"

#include <algorithm>

#include "base/check.h"
#include "protocol/body_grammar.h"
#include "protocol/utf.h"

namespace keeve {
namespace {

constexpr char16_t kLatin1End = 0x100;

std::u16string unitsOf(std::string_view bytes) {
  std::u16string units(bytes.size() / 2, u'\0');
  for (size_t i = 0; i < units.size(); ++i) {
    const auto low = static_cast<uint8_t>(bytes[2 * i]);
    const auto high = static_cast<uint8_t>(bytes[2 * i + 1]);
    units[i] = static_cast<char16_t>(high << 8 | low);
  }
  return units;
}

bool isLatin1(std::u16string_view units) {
  return std::all_of(units.begin(), units.end(), [](char16_t unit) { return unit < kLatin1End; });
}

// Takes the tag and the length off; the bytes of the characters are all that is left to take.
struct Head {
  uint64_t bytes = 0;
  bool wide = false;
};

std::optional<Head> takeHead(ByteReader& reader) {
  const auto tag = reader.takeByte();
  if (!tag) return std::nullopt;
  if (*tag >= kTagShortLatin1 && *tag < kTagShortLatin1 + kShortLatin1LengthEnd) {
    return Head{uint64_t{*tag} - kTagShortLatin1, false};
  }
  if (*tag != kTagLatin1 && *tag != kTagUtf16) return std::nullopt;
  const auto length = reader.takeVarint();
  if (!length) return std::nullopt;
  if (*tag == kTagUtf16) return Head{*length * 2, true};
  if (*length < kShortLatin1LengthEnd) return std::nullopt;
  return Head{*length, false};
}

}  // namespace

std::optional<std::string_view> takeBodyString(ByteReader& reader) {
  ByteReader ahead = reader;
  const auto head = takeHead(ahead);
  if (!head) return std::nullopt;
  const auto bytes = ahead.takeBytes(head->bytes);
  if (!bytes) return std::nullopt;
  if (head->wide) {
    const std::u16string units = unitsOf(*bytes);
    if (isLatin1(units) || !isWellFormedUtf16(units)) return std::nullopt;
  }
  const std::string_view taken =
      reader.rest().substr(0, reader.rest().size() - ahead.rest().size());
  reader = ahead;
  return taken;
}

std::string bodyStringToUtf8(std::string_view bodyString) {
  ByteReader reader(bodyString);
  const auto head = takeHead(reader);
  KEEVE_CHECK(head && head->bytes == reader.rest().size(), bodyString.size());
  if (head->wide) return utf16ToUtf8(unitsOf(reader.rest()));
  std::u16string units;
  units.reserve(reader.rest().size());
  for (const char byte : reader.rest()) units.push_back(static_cast<uint8_t>(byte));
  return utf16ToUtf8(units);
}

void appendBodyString(std::string& out, std::string_view utf8) {
  const std::u16string units = utf8ToUtf16(utf8);
  if (!isLatin1(units)) {
    appendByte(out, kTagUtf16);
    appendVarint(out, units.size());
    for (const char16_t unit : units) {
      appendByte(out, static_cast<uint8_t>(unit));
      appendByte(out, static_cast<uint8_t>(unit >> 8));
    }
    return;
  }
  if (units.size() < kShortLatin1LengthEnd) {
    appendByte(out, static_cast<uint8_t>(kTagShortLatin1 + units.size()));
  } else {
    appendByte(out, kTagLatin1);
    appendVarint(out, units.size());
  }
  for (const char16_t unit : units) appendByte(out, static_cast<uint8_t>(unit));
}

}  // namespace keeve
