#include "base/clock.h"

#include <chrono>

namespace keeve {

double SystemClock::wallMs() const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<double>(std::chrono::floor<std::chrono::milliseconds>(now).count());
}

double SystemClock::monotonicMs() const {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

}  // namespace keeve
