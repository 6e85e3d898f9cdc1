// Writing and reading the small pieces that every stored and sent form is made of:
//
//   varint := 7 bits a byte, lowest first, the high bit set on all but the last; at most 8 bytes,
//   below 2^53, and in the
//             fewest bytes that hold the number (the other ways to write it are refused)
//   fixed  := 8 bytes, lowest first
//   text   := length:varint bytes
//
// Bytes that are read may be anything: a reader never reads past their end, and says nullopt.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keeve {

inline constexpr uint64_t kVarintEnd = uint64_t{1} << 53;
inline constexpr size_t kVarintBytesMax = 8;

void appendVarint(std::string& out, uint64_t number);  // requires number < kVarintEnd
void appendFixed64(std::string& out, uint64_t number);
void appendText(std::string& out, std::string_view text);

inline void appendByte(std::string& out, uint8_t byte) { out.push_back(static_cast<char>(byte)); }

// Takes pieces off the front of bytes that it does not own. A take that fails takes nothing.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  std::optional<uint8_t> takeByte();
  std::optional<uint64_t> takeVarint();
  std::optional<uint64_t> takeFixed64();
  std::optional<std::string_view> takeBytes(uint64_t count);  // lives as long as the bytes given
  std::optional<std::string_view> takeText();                 // as takeBytes()

  bool atEnd() const { return bytes_.empty(); }
  std::string_view rest() const { return bytes_; }

 private:
  std::string_view bytes_;
};

}  // namespace keeve
