// The router's part for messages: where they go, where they wait, and how they go ahead.
#include <algorithm>
#include <set>

#include "base/check.h"
#include "kernel/router.h"
#include "kernel/tables/bodies.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/roles.h"
#include "kernel/tables/schema.h"
#include "kernel/vat_table.h"

namespace keeve::kernel {

void Router::send(KernelMessage message) {
  if (message.target.isPromise()) return sendToPromise(std::move(message));
  const OwnerRecord owner = ownerOf(message.target);
  if (hasEnded(owner.vat)) return rejectResult(message, vatTerminatedBody(nameOf(owner.vat)));
  if (owner.endedBy == 0) return enqueue(owner.vat, QueueEntry{0, std::move(message)});
  rejectResult(message, vatRestartedBody(nameOf(owner.vat), owner.endedBy));
}

OwnerRecord Router::ownerOf(const Kref& object) {
  if (const VatId vat = vats_.ownerAtHand(object.id); vat != kNoVat) return {vat, 0};
  const auto bytes = buffer_.get(ownerKey(object.id));
  const OwnerRecord owner = orDamaged(bytes ? parseOwner(*bytes) : std::nullopt, "owner");
  if (owner.endedBy == 0) vats_.keepOwner(object.id, owner.vat);
  return owner;
}

void Router::sendToPromise(KernelMessage message) {
  std::set<Kref> seen;
  while (message.target.isPromise()) {
    const KernelPromise& record = promises_.look(message.target.id);
    if (std::holds_alternative<Undecided>(record.state)) return waitAt(message);
    if (!isFinishing_ && leftoversEnd_.contains(message.target.id))
      return waitBehindLeftovers(message);
    const auto& settled = std::get<Settled>(record.state);
    if (settled.rejected) {
      if (message.result) follow_.emplace_back(Settle{*message.result, true, settled.value});
      return;
    }
    if (!seen.insert(message.target).second) {
      return rejectResult(message, errorBody("TypeError", "a promise was resolved to itself"));
    }
    const auto slot = onlySlot(settled.value.body);
    if (!slot || *slot >= settled.value.slots.size()) {
      const std::string name = methodName(message.data.body);
      return rejectResult(message,
                          errorBody("TypeError", "target has no method \"" + name + "\", has []"));
    }
    message.target = settled.value.slots[*slot];
  }
  send(std::move(message));
}

void Router::waitAt(const KernelMessage& message) {
  auto& undecided = std::get<Undecided>(promises_.at(message.target.id).state);
  buffer_.insert(waitingKey(message.target.id, undecided.waiting), toBytes(message));
  ++undecided.waiting;
  // Where others wait without a ticket, their turn comes first.
  if (takesTickets(undecided.decider) && undecided.announced + 1 == undecided.waiting)
    issueTicket(message.target, undecided);
  hold(message);
}

// To a promise that this crank settled while others waited there, which are sent on when it ends: they
// came first.
void Router::waitBehindLeftovers(const KernelMessage& message) {
  const uint64_t n = leftoversEnd_.at(message.target.id)++;
  buffer_.insert(waitingKey(message.target.id, n), toBytes(message));
  hold(message);
  leftovers_.push_back({message.target, n});
}

void Router::sendOn(const Kref& promise, uint64_t n) {
  KernelMessage message = waitingMessage(promise, n);
  buffer_.erase(waitingKey(promise.id, n));
  follow_.emplace_back(message);
  dropLater(message);
}

std::optional<KernelMessage> Router::find(const TicketEntry& ticket) {
  const auto bytes = buffer_.get(waitingKey(ticket.promise.id, ticket.n));
  if (!bytes) return std::nullopt;
  return orDamaged(parseMessage(*bytes), "waiting message");
}

void Router::goAhead(const TicketEntry& ticket) {
  auto* undecided = std::get_if<Undecided>(&promises_.at(ticket.promise.id).state);
  KEEVE_CHECK(undecided && undecided->gone == ticket.n, toText(ticket.promise), ticket.n);
  ++undecided->gone;
  buffer_.erase(waitingKey(ticket.promise.id, ticket.n));
}

void Router::announce(const Kref& ref) {
  if (!promises_.find(ref.id)) return;
  auto* undecided = std::get_if<Undecided>(&promises_.at(ref.id).state);
  if (!undecided || !takesTickets(undecided->decider)) return;
  while (undecided->announced < undecided->waiting) issueTicket(ref, *undecided);
}

void Router::issueTicket(const Kref& ref, Undecided& undecided) {
  enqueue(undecided.decider, QueueEntry{0, TicketEntry{ref, undecided.announced}});
  ++undecided.announced;
}

bool Router::takesTickets(VatId vat) const {
  return vat != kNoVat && vat != kKernelVat && !hasEnded(vat);
}

bool Router::hasEnded(VatId vat) const {
  if (std::find(ended_.begin(), ended_.end(), vat) != ended_.end()) return true;
  const Vat* found = vats_.find(vat);
  return !found || found->record.hasEnded();
}

std::string Router::nameOf(VatId vat) const {
  if (const Vat* found = vats_.find(vat)) return found->name();
  const auto bytes = buffer_.get(vatPartKey(vat, VatPart::record));
  return orDamaged(bytes ? parseVat(*bytes) : std::nullopt, "vat").settings.name;
}

void Router::end(const EndVat& wish) {
  if (!hasEnded(wish.vat)) {
    ended_.push_back(wish.vat);
    tellOfEnd(vats_.get(wish.vat).record, wish);
  }
  for (const Kref& slot : wish.value.slots) act(DropRef{slot});
}

void Router::tellOfEnd(const VatRecord& record, const EndVat& wish) {
  if (record.creating != 0) {
    const Kref creating{KrefKind::promise, record.creating};
    act(Settle{creating, true, wish.value});
    act(DropRef{creating});
  }
  if (record.admin == 0) return;
  const auto bytes = buffer_.get(roleKey(record.admin));
  const Role role = orDamaged(bytes ? parseRole(*bytes) : std::nullopt, "kernel object");
  const auto* admin = std::get_if<AdminRole>(&role);
  if (!admin) throw store::StoreError("the admin of a vat is damaged: see `keeve check`");
  act(Settle{admin->done, wish.failed, wish.value});
}

void Router::rejectResult(const KernelMessage& message, std::string reasonBody) {
  if (message.result)
    follow_.emplace_back(Settle{*message.result, true, {std::move(reasonBody), {}}});
}

void Router::enqueue(VatId vat, QueueEntry entry) {
  if (hasEnded(vat)) return;
  const uint64_t n = queue_.newNumber(vat);
  buffer_.insert(queueKey(vat, n), toBytes(entry));
  if (const auto* message = std::get_if<KernelMessage>(&entry.what)) hold(*message);
  if (const auto* news = std::get_if<NotifyEntry>(&entry.what)) hold(news->promise);
  additions_.push_back({vat, n, std::make_unique<QueueEntry>(std::move(entry))});
}

void Router::hold(const KernelMessage& message) {
  eachRef(message, [this](const Kref& ref) { hold(ref); });
}

KernelMessage Router::waitingMessage(const Kref& ref, uint64_t n) {
  const auto bytes = buffer_.get(waitingKey(ref.id, n));
  return orDamaged(bytes ? parseMessage(*bytes) : std::nullopt, "waiting message");
}

void Router::dropLater(const KernelMessage& message) {
  eachRef(message, [this](const Kref& ref) {
    if (ref.isPromise()) {
      follow_.emplace_back(DropRef{ref});
    } else {
      flight_.drop(ref);
    }
  });
}

}  // namespace keeve::kernel
