#include "protocol/vref.h"

#include <array>

namespace keeve {
namespace {

constexpr std::array<char, 6> kClassLetters = {'h', 'p', 's', 'w', 'i', 'q'};

char classLetter(uint32_t refClass) {
  if (refClass >= kFirstShapeClass) return 'o';
  return refClass < kClassLetters.size() ? kClassLetters.at(refClass) : '?';
}

}  // namespace

std::string toText(const Vref& ref) { return classLetter(ref.refClass) + std::to_string(ref.id); }

}  // namespace keeve
