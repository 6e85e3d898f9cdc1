// What body_reader.h reads: the head of one value. What a container holds follows as items of its
// own, in the order of the grammar (body_grammar.h). Views in items live as long as the body they
// were read from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace keeve {

struct BodyUndefined {};
struct BodyNull {};

struct BodyString {
  std::string_view bytes;  // with its tag (body_string.h): equal strings have equal bytes

  std::string utf8() const;
};

struct BodyBigInt {
  // Past this many bytes of magnitude text() is hexadecimal ("0x…"): decimals would take time
  // without bound.
  static constexpr size_t kDecimalBytesMax = 1024;

  bool negative = false;
  std::string_view magnitude;  // lowest byte first, no zero byte at its end; empty for 0n

  std::string text() const;  // "-12", without the n
};

enum class SymbolSort : uint8_t { registered, wellKnown };

struct BodySymbol {
  SymbolSort sort = SymbolSort::registered;
  BodyString name;
};

struct BodyArray {
  uint64_t count = 0;  // values follow
};

struct BodyRecord {
  uint64_t count = 0;  // properties follow, each a BodyString and a value; no name comes twice
};

struct BodyError {
  uint8_t parts = 0;  // ErrorParts; a value follows for each, the lowest bit's first
  BodyString name;
  BodyString message;
};

struct BodyTagged {
  BodyString tag;  // the payload follows
};

struct BodyRemotable {
  uint64_t slot = 0;  // less than the count of slots
  BodyString interfaceName;
};

struct BodyPromise {
  uint64_t slot = 0;  // less than the count of slots
};

// The bytes from here on are no value in its one form.
struct BodyMalformed {
  size_t offset = 0;  // of the item in the body
  std::string_view reason;
};

using BodyItem = std::variant<BodyUndefined, BodyNull, bool, double, BodyBigInt, BodyString,
                              BodySymbol, BodyArray, BodyRecord, BodyError, BodyTagged,
                              BodyRemotable, BodyPromise, BodyMalformed>;

}  // namespace keeve
