// The vats of a store: what is written down of each, and its worker while it runs. Vats are never
// moved or forgotten while the kernel lives, so that a reference to one stays good.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/module_finder.h"
#include "kernel/records.h"
#include "protocol/worker.h"
#include "store/store.h"

namespace keeve::kernel {

// What a new start of a vat is to take up; in force once that start commits.
struct VatUpdate {
  VatLimits limits;
  std::set<std::string> powers;
  std::string parameters;  // a body without slots
};

struct Vat {
  VatId id;
  VatRecord record;                   // as in the store
  std::unique_ptr<VatWorker> worker;  // null: no incarnation is running
  ModuleFinder* files = nullptr;      // where its sources are read anew; null: the stored ones
  std::optional<VatUpdate> update;
  // Why it did not start in this life of the kernel, as a value; "" where it did, or has not been
  // tried.
  std::string startFailure;
  std::string startLog;  // the same for people, with the stack

  const std::string& name() const { return record.settings.name; }
};

class Vats {
 public:
  // Throws StoreError where the store's records are damaged.
  void load(const store::Store& store);
  Vat& add(VatId id, VatRecord record);

  Vat* find(std::string_view name);
  Vat& get(VatId id);
  const Vat& get(VatId id) const;
  std::vector<Vat*> all();  // in the order of their names

 private:
  std::map<VatId, Vat> vats_;
  std::map<std::string, VatId, std::less<>> names_;
};

}  // namespace keeve::kernel
