#include "kernel/inspect/check_tables.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "kernel/collect/marking.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

// The numbers that a key of `table` consists of, or nullopt.
std::optional<std::vector<uint64_t>> numbersOf(std::string_view rest, size_t count) {
  std::vector<uint64_t> numbers;
  for (uint64_t number = 0; numbers.size() < count && takeOrderedVarint(rest, number);)
    numbers.push_back(number);
  if (numbers.size() != count || !rest.empty()) return std::nullopt;
  return numbers;
}

}  // namespace

TablesChecker::TablesChecker(const store::Store& store, CheckReport& report)
    : store_(store), report_(report) {
  // Read ahead of the walk, since what is compared with it comes before and after it.
  const auto bytes = store.get(kReservedKey);
  const auto reserved = bytes ? parseReserved(*bytes) : std::nullopt;
  if (reserved) reserved_ = *reserved;
}

void TablesChecker::look(std::string_view key, std::string_view value) {
  static constexpr std::array kSingles = {kFormatKey, kAppKey, kReservedKey, kMarkPhaseKey,
                                          kCacheTotalsKey};
  if (std::find(kSingles.begin(), kSingles.end(), key) != kSingles.end())
    return lookAtSingle(key, value);
  const char table = key.empty() ? '\0' : key.front();
  const std::string_view rest = key.substr(key.empty() ? 0 : 1);
  if (table == 'N') return lookAtVatName(rest, value);
  const std::string_view known = "OPMQL";
  if (known.find(table) == std::string_view::npos || table == '\0')
    return report_.add("a record stands under a key of no table");
  const bool isPair = table == 'M' || table == 'Q' || table == 'L';
  const auto numbers = numbersOf(rest, isPair ? 2 : 1);
  if (!numbers) return report_.add(std::string("a key of table ") + table + " is damaged");
  const uint64_t first = numbers->front();
  if (table == 'O') return lookAtOwner(first, value);
  if (table == 'P') return lookAtPromise(first, value);
  if (table == 'M') return lookAtWaiting(first, numbers->back(), value);
  lookAtQueue(table, VatId(first), value);
}

void TablesChecker::lookAtVat(VatId vat, std::string_view rest, std::string_view value) {
  const std::string what = "vat " + std::to_string(vat.number());
  const auto record = rest.empty() ? parseVat(value) : std::nullopt;
  if (!record) return report_.add(what + ": its record is damaged");
  checkVatNumber(vat, what);
  const auto named = store_.get(vatNameKey(record->settings.name));
  if (record->state == VatState::gone) {
    if (named && parseVatId(*named) == vat) report_.add(what + " is gone and still has a name");
    return;
  }
  if (!named || parseVatId(*named) != vat)
    report_.add(what + ": its name \"" + record->settings.name + "\" leads elsewhere");
  if (record->admin != 0 && !store_.get(roleKey(record->admin)))
    report_.add(what + " misses its admin");
  for (const Kref& slot : record->parameters.slots) refer(slot, what + " (its parameters)");
  if (record->creating != 0) refer({KrefKind::promise, record->creating}, what + " (its creation)");
  if (record->state != VatState::terminated) lookAtLiveVat(vat, *record, what);
}

void TablesChecker::lookAtLiveVat(VatId vat, const VatRecord& record, const std::string& what) {
  const Kref root{KrefKind::object, record.root};
  refer(root, what + " (its root)");
  const auto rootName = store_.get(nameKey(vat, root));
  if (!rootName || parseVref(*rootName) != Vref{kHeapObjectClass, kRootId})
    report_.add(what + ": its root has no name in it");
}

void TablesChecker::finish() {
  for (const auto& [promise, refs] : written_) {
    const uint64_t found = found_[promise];
    if (found == refs) continue;
    report_.add(toText(Kref{KrefKind::promise, promise}) + ": its record counts " +
                std::to_string(refs) + " references, there are " + std::to_string(found));
  }
  for (const auto& [waiting, vat] : ticketless_) {
    report_.add("message " + std::to_string(waiting.second) + " at " +
                toText(Kref{KrefKind::promise, waiting.first}) + " has no ticket at vat " +
                std::to_string(vat.number()));
  }
  if (report_.recordCount > 0 && !store_.get(kFormatKey)) report_.add("the store says no format");
}

void TablesChecker::refer(const Kref& ref, const std::string& from) {
  if (ref.isPromise()) ++found_[ref.id];
  const bool exists =
      store_.get(ref.isPromise() ? promiseKey(ref.id) : ownerKey(ref.id)).has_value();
  if (!exists) report_.add(from + " refers to " + toText(ref) + ", which does not exist");
}

bool TablesChecker::vatExists(VatId vat) const {
  return vat == kKernelVat || store_.get(vatPartKey(vat, VatPart::record)).has_value();
}

bool TablesChecker::vatHasEnded(VatId vat) const {
  const auto bytes = store_.get(vatPartKey(vat, VatPart::record));
  const auto record = bytes ? parseVat(*bytes) : std::nullopt;
  return record && record->hasEnded();
}

void TablesChecker::lookAtSingle(std::string_view key, std::string_view value) {
  if (key == kFormatKey) {
    ByteReader bytes(value);
    if (bytes.takeVarint() != kStoreFormat || !bytes.atEnd())
      report_.add("the format of the store is not " + std::to_string(kStoreFormat));
  } else if (key == kReservedKey) {
    if (!parseReserved(value)) report_.add("the record of used numbers is damaged");
  } else if (key == kMarkPhaseKey) {
    if (!isMarkRecord(value)) report_.add("the phase of marking is damaged");
  } else if (key == kCacheTotalsKey) {
    if (!parseCacheTotals(value)) report_.add("the record of cache hits is damaged");
  } else {
    const auto app = parseApp(value);
    if (!app) return report_.add("the record of the app is damaged");
    if (app->bootstrapVat != kNoVat && !vatExists(app->bootstrapVat))
      report_.add("the app's bootstrap vat does not exist");
    if (app->vatAdmin != 0 && !store_.get(roleKey(app->vatAdmin)))
      report_.add("the app misses what makes its vats");
  }
}

void TablesChecker::lookAtVatName(std::string_view name, std::string_view value) {
  const auto vat = parseVatId(value);
  const std::string what = "the vat name \"" + std::string(name) + "\"";
  if (!vat) return report_.add(what + " is damaged");
  const auto bytes = store_.get(vatPartKey(*vat, VatPart::record));
  const auto record = bytes ? parseVat(*bytes) : std::nullopt;
  if (!record || record->settings.name != name) report_.add(what + " leads to no vat of that name");
}

void TablesChecker::lookAtOwner(uint64_t object, std::string_view value) {
  const Kref ref{KrefKind::object, object};
  const std::string what = toText(ref);
  checkNumber(object, what);
  const auto owner = parseOwner(value);
  if (!owner) return report_.add(what + ": the record of its owner is damaged");
  if (!vatExists(owner->vat)) return report_.add(what + " belongs to a vat that does not exist");
  if (owner->vat == kKernelVat) {
    if (!store_.get(roleKey(object))) report_.add(what + " has no role in the kernel");
    return;
  }
  if (vatHasEnded(owner->vat)) return;
  const auto bytes = store_.get(nameKey(owner->vat, ref));
  const auto name = bytes ? parseVref(*bytes) : std::nullopt;
  const bool hasName = name && !name->isImport();
  if (owner->endedBy == 0 && !hasName) report_.add(what + " has no name in the vat that owns it");
  if (owner->endedBy != 0 && hasName)
    report_.add(what + " ended and still has a name in the vat that owned it");
}

void TablesChecker::lookAtPromise(uint64_t promise, std::string_view value) {
  const std::string what = toText(Kref{KrefKind::promise, promise});
  checkNumber(promise, what);
  const auto record = parseKernelPromise(value);
  if (!record) return report_.add(what + ": its record is damaged");
  written_[promise] = record->refs;
  if (const auto* undecided = std::get_if<Undecided>(&record->state))
    return lookAtUndecided(what, promise, *undecided);
  for (const Kref& slot : std::get<Settled>(record->state).value.slots) refer(slot, what);
}

void TablesChecker::lookAtUndecided(const std::string& what, uint64_t promise,
                                    const Undecided& undecided) {
  lookAtDecider(what, promise, undecided);
  for (const VatId vat : undecided.subscribers) {
    if (!vatExists(vat)) report_.add(what + " is subscribed to by a vat that does not exist");
  }
  const bool wantsTickets = undecided.announced > 0 && !vatHasEnded(undecided.decider);
  for (uint64_t n = undecided.gone; n < undecided.waiting; ++n) {
    if (wantsTickets) ticketless_[{promise, n}] = undecided.decider;
    if (store_.get(waitingKey(promise, n))) continue;
    report_.add(what + " misses the waiting message " + std::to_string(n));
    if (report_.faultCount > CheckReport::kFaultsShown) return;  // the count itself may be damaged
  }
}

void TablesChecker::lookAtDecider(const std::string& what, uint64_t promise,
                                  const Undecided& undecided) {
  const VatId decider = undecided.decider;
  if (decider == kNoVat || decider == kKernelVat) {
    if (undecided.announced > 0) report_.add(what + " has tickets, and no vat decides it");
    return;
  }
  if (!vatExists(decider)) return report_.add(what + " is decided by a vat that does not exist");
  if (!store_.get(nameKey(decider, {KrefKind::promise, promise})))
    report_.add(what + " is decided by a vat that has no name for it");
  if (undecided.announced < undecided.waiting && !vatHasEnded(decider))
    report_.add(what + " has messages without tickets");
}

void TablesChecker::lookAtWaiting(uint64_t promise, uint64_t n, std::string_view value) {
  const std::string what =
      "message " + std::to_string(n) + " at " + toText(Kref{KrefKind::promise, promise});
  const auto message = parseMessage(value);
  if (!message) return report_.add(what + " is damaged");
  referToMessage(*message, what);
  const auto bytes = store_.get(promiseKey(promise));
  const auto record = bytes ? parseKernelPromise(*bytes) : std::nullopt;
  const auto* undecided = record ? std::get_if<Undecided>(&record->state) : nullptr;
  if (!undecided || n < undecided->gone || n >= undecided->waiting)
    report_.add(what + " waits for what is not undecided");
}

void TablesChecker::lookAtQueue(char table, VatId vat, std::string_view value) {
  const std::string what = std::string(table == 'Q' ? "a queue entry" : "a dead letter") +
                           " of vat " + std::to_string(vat.number());
  if (!vatExists(vat)) report_.add(what + ": there is no such vat");
  const auto entry = parseQueueEntry(value);
  if (!entry) return report_.add(what + " is damaged");
  if (const auto* message = std::get_if<KernelMessage>(&entry->what))
    return referToMessage(*message, what);
  if (const auto* news = std::get_if<NotifyEntry>(&entry->what)) return lookAtNews(*news, what);
  lookAtTicket(vat, std::get<TicketEntry>(entry->what), what);
}

void TablesChecker::lookAtNews(const NotifyEntry& news, const std::string& what) {
  refer(news.promise, what);
  const auto bytes = store_.get(promiseKey(news.promise.id));
  const auto record = bytes ? parseKernelPromise(*bytes) : std::nullopt;
  if (record && !std::holds_alternative<Settled>(record->state))
    report_.add(what + " tells of " + toText(news.promise) + ", which is not settled");
}

// One that is void may speak of anything that was.
void TablesChecker::lookAtTicket(VatId vat, const TicketEntry& ticket, const std::string& what) {
  checkNumber(ticket.promise.id, what);
  const auto found = ticketless_.find({ticket.promise.id, ticket.n});
  if (found != ticketless_.end() && found->second == vat) ticketless_.erase(found);
}

void TablesChecker::referToMessage(const KernelMessage& message, const std::string& from) {
  refer(message.target, from);
  if (message.result) refer(*message.result, from);
  for (const Kref& slot : message.data.slots) refer(slot, from);
}

void TablesChecker::checkNumber(uint64_t id, const std::string& what) {
  if (id >= reserved_.nextKref) report_.add(what + " has a number that was never given out");
}

void TablesChecker::checkVatNumber(VatId vat, const std::string& what) {
  if (vat.number() >= reserved_.nextVat)
    report_.add(what + " has a number that was never given out");
}

}  // namespace keeve::kernel
