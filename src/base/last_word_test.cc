#include "base/last_word.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace keeve {
namespace {

class Heard final : public LastWord {
 public:
  Heard(std::vector<std::string>& words, std::string name)
      : words_(words), name_(std::move(name)) {}

 private:
  void speak(const char* why) noexcept override { words_.push_back(name_ + ": " + why); }

  std::vector<std::string>& words_;
  const std::string name_;
};

TEST(LastWordTest, TheInnermostOfThisThreadSpeaksFirstAndEachOnce) {
  std::vector<std::string> words;
  const Heard outer(words, "outer");
  { const Heard gone(words, "gone"); }
  std::thread([&] {
    const Heard other(words, "other");
    LastWord::speakAll("late");
  }).join();
  const Heard inner(words, "inner");
  LastWord::speakAll("end");
  LastWord::speakAll("again");
  EXPECT_THAT(words, testing::ElementsAre("other: late", "inner: end", "outer: end"));
}

}  // namespace
}  // namespace keeve
