#include "kernel/inspect/check_counts.h"

#include <optional>
#include <string>

#include "kernel/inspect/paged_table.h"
#include "kernel/inspect/vat_counts.h"
#include "kernel/inspect/walk.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

std::string objectText(uint64_t object) { return toText(Kref{KrefKind::object, object}); }

std::string counted(uint64_t count, const std::string& word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

class CountsChecker {
 public:
  CountsChecker(const store::Store& store, CheckReport& report) : store_(store), report_(report) {}

  void check() {
    const auto cursor = store_.cursor();
    cursor->seek(tableKey('V'));
    while (cursor->valid() && cursor->key().starts_with('V')) {
      std::string_view rest = cursor->key().substr(1);
      uint64_t vat = 0;
      if (!takeOrderedVarint(rest, vat)) {
        cursor->next();
        continue;
      }
      const size_t prefixBytes = cursor->key().size() - rest.size();
      const std::string end = pastPrefix(cursor->key().substr(0, prefixBytes));
      checkVat(VatId(vat));
      cursor->seek(end);
    }
    countRows();
    compareOwners();
  }

 private:
  struct Had {
    uint32_t importers = 0;
    uint32_t recognizers = 0;
  };

  void checkVat(VatId vat) {
    countNames(vat);
    const auto bytes = store_.get(vatPartKey(vat, VatPart::record));
    const auto record = bytes ? parseVat(*bytes) : std::nullopt;
    if (record && !record->hasEnded()) VatCounts(store_, vat, report_).check();
  }

  void countNames(VatId vat) {
    const std::string names = vatPartKey(vat, VatPart::objectNames);
    eachRecord(store_, names, [&](std::string_view, std::string_view value) {
      const auto record = parseName(value);
      if (record && record->name.refClass == kImportClass && record->isReachable)
        ++had_.at(record->name.id).importers;
      return true;
    });
  }

  void countRows() {
    eachRecord(store_, tableKey('R'), [this](std::string_view rest, std::string_view) {
      uint64_t object = 0;
      if (takeOrderedVarint(rest, object)) ++had_.at(object).recognizers;
      return true;
    });
  }

  void compareOwners() {
    eachRecord(store_, tableKey('O'), [this](std::string_view rest, std::string_view value) {
      uint64_t object = 0;
      const auto owner = parseOwner(value);
      if (!owner || !takeOrderedVarint(rest, object) || !rest.empty()) return true;
      const Had had = had_.get(object);
      compare(object, "importer", had.importers, owner->importers);
      compare(object, "recognizer", had.recognizers, owner->recognizers);
      return true;
    });
  }

  void compare(uint64_t object, const std::string& word, uint64_t found, uint64_t said) {
    if (found == said) return;
    report_.add(objectText(object) + " has " + counted(found, word) + ", and its record says " +
                std::to_string(said));
  }

  const store::Store& store_;
  CheckReport& report_;
  PagedTable<Had> had_;  // by kref
};

}  // namespace

void checkCounts(const store::Store& store, CheckReport& report) {
  CountsChecker(store, report).check();
}

}  // namespace keeve::kernel
