// Numbers that name things of different sorts and must not be mixed up:
//
//   using VatId = StrongId<struct VatIdTag>;
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>

namespace keeve {

template <class Tag, class Number = uint64_t>
class StrongId {
 public:
  constexpr StrongId() = default;
  constexpr explicit StrongId(Number number) : number_(number) {}

  constexpr Number number() const { return number_; }
  constexpr StrongId next() const { return StrongId(static_cast<Number>(number_ + 1)); }

  constexpr auto operator<=>(const StrongId&) const = default;
  friend std::ostream& operator<<(std::ostream& out, StrongId id) { return out << +id.number_; }

 private:
  Number number_{};
};

}  // namespace keeve

template <class Tag, class Number>
struct std::hash<keeve::StrongId<Tag, Number>> {
  size_t operator()(keeve::StrongId<Tag, Number> id) const {
    return std::hash<Number>{}(id.number());
  }
};
