// The part of `keeve check` for a vat's c-list and its sources' imports: both directions of a name must agree.
#pragma once

#include <string_view>

#include "kernel/inspect/check.h"
#include "kernel/inspect/check_objects.h"
#include "kernel/inspect/check_tables.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

class NamesChecker {
 public:
  NamesChecker(const store::Store& store, TablesChecker& tables, const ObjectsChecker& objects,
               CheckReport& report)
      : store_(store), tables_(tables), objects_(objects), report_(report) {}

  // `rest` is the key after the part's letter.
  void look(VatId vat, VatPart part, std::string_view rest, std::string_view value);

 private:
  void lookAtName(VatId vat, KrefKind kind, std::string_view rest, std::string_view value);
  void lookAtExport(VatId vat, std::string_view rest, std::string_view value);
  void lookAtImport(VatId vat, std::string_view rest, std::string_view url);
  void lookForExported(VatId vat, const Vref& name, const std::string& what);

  const store::Store& store_;
  TablesChecker& tables_;
  const ObjectsChecker& objects_;
  CheckReport& report_;
};

}  // namespace keeve::kernel
