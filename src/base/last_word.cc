#include "base/last_word.h"

#include <utility>

namespace keeve {
namespace {

thread_local LastWord* innermost = nullptr;

}  // namespace

LastWord::LastWord() noexcept : outer_(std::exchange(innermost, this)) {}

LastWord::~LastWord() { innermost = outer_; }

void LastWord::speakAll(const char* why) noexcept {
  while (innermost != nullptr) {
    LastWord* const speaker = std::exchange(innermost, innermost->outer_);
    speaker->speak(why);
  }
}

}  // namespace keeve
