#include "base/random.h"

#include "base/check.h"

namespace keeve {

uint64_t Random::next() {
  state_ += 0x9e3779b97f4a7c15;
  uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

uint64_t Random::below(uint64_t end) {
  KEEVE_CHECK(end > 0, end);
  // Numbers past the last whole multiple of `end` would favour the small ones.
  const uint64_t excess = (UINT64_MAX % end + 1) % end;
  uint64_t number = next();
  while (number > UINT64_MAX - excess) number = next();
  return number % end;
}

double Random::unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }

std::string Random::bytes(size_t count) {
  std::string out(count, '\0');
  for (char& byte : out) byte = static_cast<char>(next());
  return out;
}

}  // namespace keeve
