// Tells when the search for garbage in circles (marking.h) is worth what it costs, which is a look at all that can be reached:
// once objects enough were made and not freed since the last one, or lost a reference and have others. How many are enough is
// learned from what that one found: where all that grew was garbage a small part of what is reached is, and the store stays
// small; where it was not, the store must have grown threefold. With the kernel's lock held.
#pragma once

#include <cstddef>
#include <cstdint>

namespace keeve::kernel {

class Suspicion {
 public:
  // Without `growthMin` objects nothing is suspected; half as many where the last search found that they were garbage.
  explicit Suspicion(size_t growthMin) : growthMin_(growthMin) {}

  void noteMade(size_t objects) { growth_ += static_cast<int64_t>(objects); }
  void noteFreed(size_t objects) { growth_ -= static_cast<int64_t>(objects); }
  // Objects that lost a reference, and have others.
  void noteSuspects(size_t objects) { suspects_ += static_cast<int64_t>(objects); }

  // A kernel that has nothing else to do looks sooner.
  enum class Idle : bool { no, yes };
  bool isDue(Idle idle) const;

  // A search begins; frees objects that it found, which are noted here only; and ends.
  void begin();
  void noteFound(size_t objects) { found_ += static_cast<int64_t>(objects); }
  void end();

  // How many objects the last search has reached.
  size_t reached() const { return reached_; }
  void setReached(size_t objects) { reached_ = objects; }

 private:
  const size_t growthMin_;
  size_t reached_ = 0;
  int64_t growth_ = 0;
  int64_t suspects_ = 0;
  int64_t grownBefore_ = 0;  // when the search began
  int64_t found_ = 0;        // by it
  double garbageShare_ = 0;  // of what had grown
};

}  // namespace keeve::kernel
