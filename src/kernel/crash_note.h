// What a vat was handed when it ended the process (SPEC §11: V8 cannot always contain a vat's code). The store still holds it, and
// it would end every process that delivers it; so the process that ends notes it beside the store, and the next one counts it
// as a fault of the vat's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/last_word.h"
#include "kernel/tables/records.h"

namespace keeve::kernel {

struct CrashNote {
  VatId vat;
  uint64_t n = 0;  // of the delivery, in the vat's queue
  // Of the delivery too: the end of the process may have undone what gave out that number.
  uint64_t digest = 0;
  bool isAlone = true;  // false: it was the first of several in one crank
  std::string why;
};

// Tells deliveries apart, whatever promises they name.
uint64_t digestOf(const QueueEntry& entry) noexcept;

class CrashNotes {
 public:
  // Of the store that has this directory (Store::directory()); "": none are taken.
  explicit CrashNotes(const std::string& directory);

  // What the process before noted; once.
  std::optional<CrashNote> take() const;

  // While a delivery is under way. Both must outlive it.
  class Watch final : public LastWord {
   public:
    Watch(const CrashNotes& notes, VatId vat, uint64_t n, const QueueEntry& entry, bool isAlone)
        : notes_(notes), vat_(vat), n_(n), entry_(entry), isAlone_(isAlone) {}

   private:
    void speak(const char* why) noexcept override;

    const CrashNotes& notes_;
    const VatId vat_;
    const uint64_t n_;
    const QueueEntry& entry_;
    const bool isAlone_;
  };

 private:
  const std::string path_;
};

}  // namespace keeve::kernel
