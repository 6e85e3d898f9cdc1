// The part of `keeve check` for what the collector keeps to find its work by: candidates, recognizers,
// exports that were let go, and facts of objects. Here each row is held to its form and to what it names;
// check_counts.h counts anew what they say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/inspect/check.h"
#include "kernel/inspect/check_tables.h"

namespace keeve::kernel {

class RowsChecker {
 public:
  RowsChecker(const store::Store& store, TablesChecker& tables, CheckReport& report)
      : store_(store), tables_(tables), report_(report) {}

  // Whether the key is of one of its tables. Then it was looked at.
  bool look(std::string_view key, std::string_view value);

  // Rows of a vat. `rest` is the key after the part's letter.
  void lookAtFacts(VatId vat, std::string_view rest, std::string_view value);
  void lookAtWeakKey(VatId vat, std::string_view rest, std::string_view value);

 private:
  void lookAtRecognizer(uint64_t object, VatId vat, std::string_view value);
  void lookAtCandidate(VatId vat, uint64_t ref, std::string_view value);
  void lookAtDropped(VatId vat, uint64_t object, std::string_view value);

  const store::Store& store_;
  TablesChecker& tables_;
  CheckReport& report_;
};

}  // namespace keeve::kernel
