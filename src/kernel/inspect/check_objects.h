// The part of `keeve check` for what the kernel itself answers for: roles, host objects, open host
// calls, and the sources that vats are made of.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "kernel/inspect/check_tables.h"
#include "kernel/tables/roles.h"

namespace keeve::kernel {

class ObjectsChecker {
 public:
  ObjectsChecker(const store::Store& store, TablesChecker& tables, CheckReport& report);

  // Whether the key is of one of its tables. Then it was looked at.
  bool look(std::string_view key, std::string_view value);

  // Modules may be stored under the vat's number without a vat.
  bool isSource(VatId vat) const { return sources_.contains(vat); }

 private:
  void lookAtRole(std::string_view rest, std::string_view value);
  void lookAtAdmin(uint64_t object, const AdminRole& role, const std::string& what);
  void lookAtHostName(std::string_view name, std::string_view value);
  void lookAtCall(std::string_view rest, std::string_view value);
  void lookAtSource(std::string_view name, std::string_view value);
  std::optional<Role> role(uint64_t object) const;

  const store::Store& store_;
  TablesChecker& tables_;
  CheckReport& report_;
  std::set<VatId> sources_;
};

}  // namespace keeve::kernel
