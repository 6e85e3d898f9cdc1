// Tells when the search for garbage in circles (marking.h) is worth what it costs, which is a look at all that can be reached:
// once objects enough were made and not freed since the last one, or lost a reference and have others, and vats have written several
// times as many records as it will look at. So it costs a bounded part of the work that made it necessary, and garbage in circles
// never becomes more than a bounded part of the store or of what was written lately. With the kernel's lock held.
#pragma once

#include <cstddef>
#include <cstdint>

namespace keeve::kernel {

class Suspicion {
 public:
  // Without `growthMin` objects nothing is suspected.
  explicit Suspicion(size_t growthMin) : growthMin_(static_cast<int64_t>(growthMin)) {}

  void noteMade(size_t objects) { growth_ += static_cast<int64_t>(objects); }
  void noteFreed(size_t objects) { growth_ -= static_cast<int64_t>(objects); }
  // Objects that lost a reference, and have others.
  void noteSuspects(size_t objects) { suspects_ += static_cast<int64_t>(objects); }
  void noteWritten(size_t records) { written_ += static_cast<int64_t>(records); }

  // A kernel that has nothing else to do looks sooner.
  enum class Idle : bool { no, yes };
  bool isDue(Idle idle) const;

  // A search begins; and ends, which reached so many objects. What it frees is not noted.
  void begin();
  void end();

  // How many objects the last search has reached.
  size_t reached() const { return static_cast<size_t>(reached_); }
  void setReached(size_t objects) { reached_ = static_cast<int64_t>(objects); }

 private:
  const int64_t growthMin_;
  int64_t reached_ = 0;
  int64_t growth_ = 0;  // since the last search began, and until this one ends since the one before
  int64_t grownBefore_ = 0;  // when this one began
  int64_t suspects_ = 0;     // since the last search began
  int64_t written_ = 0;      // likewise
};

}  // namespace keeve::kernel
