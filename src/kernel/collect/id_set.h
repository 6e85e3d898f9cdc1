// A set of numbers that lie close together, as a counter gives them out: a bit each, in pieces that are there only where
// something is in them.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace keeve::kernel {

class IdSet {
 public:
  bool contains(uint64_t id) const {
    const auto piece = pieces_.find(id / kPieceBits);
    return piece != pieces_.end() && (piece->second[wordOf(id)] & bitOf(id)) != 0;
  }
  // Whether it was not there before.
  bool insert(uint64_t id) {
    uint64_t& word = pieces_[id / kPieceBits][wordOf(id)];
    const bool isNew = (word & bitOf(id)) == 0;
    word |= bitOf(id);
    size_ += isNew ? 1 : 0;
    return isNew;
  }
  size_t size() const { return size_; }

  // The first member from `id` on that is not in `other`.
  std::optional<uint64_t> nextNotIn(const IdSet& other, uint64_t id) const {
    for (auto piece = pieces_.lower_bound(id / kPieceBits); piece != pieces_.end(); ++piece) {
      const uint64_t start = piece->first * kPieceBits;
      const auto others = other.pieces_.find(piece->first);
      for (size_t i = start < id ? wordOf(id) : 0; i < kWords; ++i) {
        uint64_t word = piece->second[i];
        if (others != other.pieces_.end()) word &= ~others->second[i];
        const uint64_t first = start + i * kWordBits;
        if (first < id) word &= ~uint64_t{0} << (id - first);
        if (word != 0) return first + static_cast<uint64_t>(std::countr_zero(word));
      }
    }
    return std::nullopt;
  }

 private:
  static constexpr size_t kWordBits = 64;
  static constexpr size_t kWords = 64;
  static constexpr uint64_t kPieceBits = kWordBits * kWords;
  static size_t wordOf(uint64_t id) { return id % kPieceBits / kWordBits; }
  static uint64_t bitOf(uint64_t id) { return uint64_t{1} << (id % kWordBits); }

  std::map<uint64_t, std::array<uint64_t, kWords>> pieces_;
  size_t size_ = 0;
};

}  // namespace keeve::kernel
