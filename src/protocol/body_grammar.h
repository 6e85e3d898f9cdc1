// The serialized form of a passable value (SPEC §6). liveslots/js/encode.js and decode.js speak it in a vat,
// body_writer.h and body_reader.h everywhere else; protocol/body_golden.txt holds what both must agree on.
//
//   value     := 0x00                            undefined
//              | 0x01                            null
//              | 0x02 | 0x03                     false, true
//              | 0x04 zigzag:varint              an integer in [-2^31, 2^31) that is not -0 and not in 0..63
//              | 0x05 bits:8 bytes LE            any other number; NaN is always 0x7ff8000000000000
//              | 0x06 length:varint magnitude    a bigint >= 0; magnitude: little endian, no leading zero byte; 0n is empty
//              | 0x07 length:varint magnitude    a bigint < 0
//              | string
//              | 0x0a string                     the registered symbol of that key
//              | 0x0b string                     the well-known symbol of that name ("iterator", "asyncIterator", …)
//              | 0x0c count:varint value*        an array
//              | 0x0d count:varint (string value)*   a record, its properties in their order
//              | 0x0e parts:1 byte string string value{0..3}   an error: name, message, then what `parts` says:
//                                                bit 0 cause, bit 1 errors (an array), bit 2 incarnation (a number)
//              | 0x0f string value               a tagged value: tag, payload
//              | 0x10 slot:varint string         a remotable, with its interface name ("Alleged: purse") where the
//                                                reference alone does not tell it, else ""
//              | 0x11 slot:varint                a promise
//              | 0x40..0x7f                      the integers 0..63
//   string    := 0x08 length:varint bytes        Latin-1, a byte a unit, where every unit is < 256 (and length > 63)
//              | 0x09 length:varint units        UTF-16 LE, two bytes a unit, well formed
//              | 0x80..0xbf bytes                Latin-1 of length 0..63
//   varint    := 7 bits a byte, lowest first, the high bit set on all but the last; at most 8 bytes, below 2^53
//
// The length of UTF-16 counts units. There is one way to write a value: readers refuse a longer form than needed, UTF-16
// whose units all are < 256, a number in another form than its own, -0n, and a record with a name twice.
//
// Arrays, records, errors and tagged values stand in one another kBodyDepthMax deep at most; a message's
// [op, name, arguments] adds its two.
#pragma once

#include <cmath>
#include <cstdint>

namespace keeve {

enum BodyTag : uint8_t {
  kTagUndefined = 0x00,
  kTagNull = 0x01,
  kTagFalse = 0x02,
  kTagTrue = 0x03,
  kTagInt = 0x04,
  kTagFloat = 0x05,
  kTagBigInt = 0x06,
  kTagNegativeBigInt = 0x07,
  kTagLatin1 = 0x08,
  kTagUtf16 = 0x09,
  kTagRegisteredSymbol = 0x0a,
  kTagWellKnownSymbol = 0x0b,
  kTagArray = 0x0c,
  kTagRecord = 0x0d,
  kTagError = 0x0e,
  kTagTagged = 0x0f,
  kTagRemotable = 0x10,
  kTagPromise = 0x11,
  kTagSmallInt = 0x40,
  kTagShortLatin1 = 0x80,
};

enum ErrorParts : uint8_t { kErrorCause = 1, kErrorErrors = 2, kErrorIncarnation = 4 };

inline constexpr uint32_t kSmallIntEnd = 64;  // 0..63 have a tag of their own
inline constexpr uint32_t kShortLatin1LengthEnd = 64;
inline constexpr uint32_t kBodyDepthMax = 1000;
inline constexpr uint32_t kMessageDepth = 2;
inline constexpr uint64_t kBodyNaNBits = 0x7ff8000000000000;

// Numbers that kTagInt or kTagSmallInt write; all others are kTagFloat's.
inline bool isBodyInt(double number) {
  return number >= INT32_MIN && number <= INT32_MAX && number == std::floor(number) &&
         !(number == 0 && std::signbit(number));
}

}  // namespace keeve
