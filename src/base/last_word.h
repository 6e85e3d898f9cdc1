// A last word: where a process ends in the middle of something, and nothing is unwound, who is in the middle of it may still
// note what it was, for the next process.
#pragma once

namespace keeve {

// Of the thread that makes it, while it lives; they nest.
class LastWord {
 public:
  LastWord(const LastWord&) = delete;
  LastWord& operator=(const LastWord&) = delete;

  // Has all of this thread's speak, the innermost first, each once. For who is about to end the process, a signal handler too.
  static void speakAll(const char* why) noexcept;

 protected:
  LastWord() noexcept;
  ~LastWord();

 private:
  // Must not allocate or lock: there may be no memory, and a signal may have come anywhere.
  virtual void speak(const char* why) noexcept = 0;

  LastWord* const outer_;
};

}  // namespace keeve
