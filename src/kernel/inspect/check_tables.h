// The part of `keeve check` for what vats share: app, vats, owners, promises and queues.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "kernel/inspect/check.h"
#include "kernel/tables/kref.h"
#include "kernel/tables/records.h"
#include "store/store.h"

namespace keeve::kernel {

class TablesChecker {
 public:
  TablesChecker(const store::Store& store, CheckReport& report);

  void look(std::string_view key,
            std::string_view value);  // any key but of one vat, and of check_objects.h
  void lookAtVat(VatId vat, std::string_view rest, std::string_view value);  // a vat's own record
  void finish();                                                             // after the last

  // Something refers to `ref`: that it exists, and one more reference to a promise.
  void refer(const Kref& ref, const std::string& from);
  void referToMessage(const KernelMessage& message, const std::string& from);

  void checkNumber(uint64_t id, const std::string& what);
  void checkVatNumber(VatId vat, const std::string& what);

  // Whether the vat has a record (the kernel needs none), and what it says of the vat's end.
  bool vatExists(VatId vat) const;
  bool vatHasEnded(VatId vat) const;

 private:
  using Waiting = std::pair<uint64_t, uint64_t>;  // a promise, and the number of a message there

  void lookAtSingle(std::string_view key, std::string_view value);
  void lookAtVatName(std::string_view name, std::string_view value);
  void lookAtOwner(uint64_t object, std::string_view value);
  void lookAtPromise(uint64_t promise, std::string_view value);
  void lookAtUndecided(const std::string& what, uint64_t promise, const Undecided& undecided);
  void lookAtWaiting(uint64_t promise, uint64_t n, std::string_view value);
  void lookAtQueue(char table, VatId vat, std::string_view value);
  void lookAtLiveVat(VatId vat, const VatRecord& record, const std::string& what);
  void lookAtDecider(const std::string& what, uint64_t promise, const Undecided& undecided);
  void lookAtNews(const NotifyEntry& news, const std::string& what);
  void lookAtTicket(VatId vat, const TicketEntry& ticket, const std::string& what);

  const store::Store& store_;
  CheckReport& report_;
  Reserved reserved_;
  std::map<uint64_t, uint64_t>
      written_;  // of each promise, the count of references that its record says
  std::map<uint64_t, uint64_t> found_;   // and those that were found
  std::map<Waiting, VatId> ticketless_;  // whose vat's queue must hold a ticket for it
};

}  // namespace keeve::kernel
