// What a vat was doing when it ended the process (SPEC §11: V8 cannot always contain a vat's code): a delivery, which the store
// still holds, or its start. Either would end every process that tries it again; so the process that ends notes it beside the
// store, and the next one counts it as a fault of the vat's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/last_word.h"
#include "kernel/sources/vat_sources.h"
#include "kernel/tables/records.h"

namespace keeve::kernel {

struct CrashNote {
  enum class What : uint8_t {
    delivery,
    start,   // with the code and the settings that are in the store
    change,  // a start with others, which are not in force then
  };

  VatId vat;
  What what = What::delivery;
  uint64_t n = 0;  // in the vat's queue; of a start the incarnation that was to begin
  // Of a delivery too: the end of the process may have undone what gave out that number.
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

  // What a process before noted, until it is forgotten or another is noted.
  std::optional<CrashNote> read() const;
  void forget() const noexcept;

  // While a delivery or a start is under way. What is passed by reference must outlive it.
  class Watch final : public LastWord {
   public:
    Watch(const CrashNotes& notes, VatId vat, uint64_t n, const QueueEntry& entry, bool isAlone)
        : notes_(notes), vat_(vat), n_(n), entry_(&entry), isAlone_(isAlone) {}

    // A start, which is a change where its settings are new or `sources` finds others than are stored.
    Watch(const CrashNotes& notes, VatId vat, uint64_t incarnation, bool hasNewSettings,
          const VatSources& sources)
        : notes_(notes),
          vat_(vat),
          n_(incarnation),
          hasNewSettings_(hasNewSettings),
          sources_(&sources) {}

   private:
    void speak(const char* why) noexcept override;
    CrashNote::What what() const noexcept;

    const CrashNotes& notes_;
    const VatId vat_;
    const uint64_t n_;
    const QueueEntry* const entry_ = nullptr;  // null: a start
    const bool isAlone_ = true;
    const bool hasNewSettings_ = false;
    const VatSources* const sources_ = nullptr;  // of a start
  };

 private:
  const std::string path_;
};

}  // namespace keeve::kernel
