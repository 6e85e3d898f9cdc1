#include "kernel/inspect/check.h"

#include "kernel/inspect/check_names.h"
#include "kernel/inspect/check_objects.h"
#include "kernel/inspect/check_rows.h"
#include "kernel/inspect/check_tables.h"
#include "kernel/inspect/check_vat_data.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

class Checker {
 public:
  explicit Checker(const store::Store& store)
      : store_(store),
        tables_(store, report_),
        objects_(store, tables_, report_),
        rows_(store, tables_, report_),
        names_(store, tables_, objects_, report_),
        data_(store, report_) {}

  CheckReport run() {
    const auto cursor = store_.cursor();
    for (cursor->seek(""); cursor->valid(); cursor->next()) {
      ++report_.recordCount;
      look(cursor->key(), cursor->value());
    }
    data_.finish();
    tables_.finish();
    return std::move(report_);
  }

 private:
  void look(std::string_view key, std::string_view value) {
    if (objects_.look(key, value) || rows_.look(key, value)) return;
    if (!key.starts_with('V')) return tables_.look(key, value);
    std::string_view rest = key.substr(1);
    uint64_t vat = 0;
    if (!takeOrderedVarint(rest, vat) || rest.empty())
      return report_.add("a key of a vat is damaged");
    const auto part = static_cast<VatPart>(rest.front());
    rest.remove_prefix(1);
    switch (part) {
      case VatPart::record:
        return tables_.lookAtVat(VatId(vat), rest, value);
      case VatPart::source:
        return;
      case VatPart::facts:
        return rows_.lookAtFacts(VatId(vat), rest, value);
      case VatPart::weakKeys:
        return rows_.lookAtWeakKey(VatId(vat), rest, value);
      case VatPart::import:
      case VatPart::objectNames:
      case VatPart::promiseNames:
      case VatPart::exports:
        return names_.look(VatId(vat), part, rest, value);
      case VatPart::data:
        if (!hasEnded(VatId(vat))) data_.look(VatId(vat), rest, value);
        return;
    }
    report_.add("vat " + std::to_string(vat) + " has a record of an unknown part");
  }

  // Of the vat at hand, whose records come one after another. Of one that has ended, half of what
  // it kept may be deleted.
  bool hasEnded(VatId vat) {
    if (vat != lastVat_) {
      lastVat_ = vat;
      lastHasEnded_ = tables_.vatHasEnded(vat);
    }
    return lastHasEnded_;
  }

  const store::Store& store_;
  VatId lastVat_ = kNoVat;
  bool lastHasEnded_ = false;
  CheckReport report_;
  TablesChecker tables_;
  ObjectsChecker objects_;
  RowsChecker rows_;
  NamesChecker names_;
  VatDataChecker data_;
};

}  // namespace

CheckReport checkStore(const store::Store& store) { return Checker(store).run(); }

}  // namespace keeve::kernel
