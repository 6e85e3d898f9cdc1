#include "kernel/router.h"

#include <algorithm>
#include <set>

#include "kernel/bodies.h"
#include "kernel/damage.h"
#include "kernel/schema.h"
#include "kernel/vat_table.h"
#include "protocol/syscall_port.h"

namespace keeve::kernel {

namespace {

// Calls `visit` with each promise that the message names.
template <class Visit>
void eachPromise(const KernelMessage& message, const Visit& visit) {
  if (message.target.isPromise()) visit(message.target);
  if (message.result) visit(*message.result);
  for (const Kref& slot : message.data.slots) {
    if (slot.isPromise()) visit(slot);
  }
}

}  // namespace

void Router::apply(VatId vat, const std::vector<Effect>& effects) {
  for (const Effect& effect : effects) {
    if (const auto* news = std::get_if<Settle>(&effect)) {
      const KernelPromise record = promise(news->promise);
      const auto* undecided = std::get_if<Undecided>(&record.state);
      if (!undecided || undecided->decider != vat) {
        throw VatFault(Fault{
            "", "vat " + vats_.get(vat).name() + " settled a promise that it does not decide"});
      }
    }
    act(effect);
  }
}

void Router::act(Effect effect) {
  work_.push_back(std::move(effect));
  while (!work_.empty()) {
    const Effect next = std::move(work_.front());
    work_.pop_front();
    perform(next);
    work_.insert(work_.begin(), std::make_move_iterator(follow_.begin()),
                 std::make_move_iterator(follow_.end()));
    follow_.clear();
  }
}

void Router::perform(const Effect& effect) {
  struct Visitor {
    Router& router;
    void operator()(const NewPromise& made) const { router.create(made); }
    void operator()(const HoldPromise& held) const { router.hold(held.promise); }
    void operator()(const DropPromise& dropped) const { router.drop(dropped.promise); }
    void operator()(const Subscribe& wish) const { router.subscribe(wish); }
    void operator()(const Settle& news) const { router.settle(news); }
    void operator()(const KernelMessage& message) const { router.send(message); }
    void operator()(const Decide& wish) const { router.decide(wish); }
    void operator()(const Abandon& gone) const { router.abandon(gone); }
    void operator()(const EndVat&) const {}
  };
  std::visit(Visitor{*this}, effect);
}

void Router::decide(const Decide& wish) {
  KernelPromise record = promise(wish.promise);
  if (auto* undecided = std::get_if<Undecided>(&record.state)) {
    undecided->decider = wish.vat;
    write(wish.promise, record);
  }
}

void Router::abandon(const Abandon& gone) {
  const KernelPromise record = promise(gone.promise);
  const auto* undecided = std::get_if<Undecided>(&record.state);
  if (undecided && undecided->decider == gone.vat)
    settle(Settle{gone.promise, true, {gone.reasonBody, {}}});
}

void Router::letGo(const QueueEntry& entry) {
  if (const auto* message = std::get_if<KernelMessage>(&entry.what)) {
    eachPromise(*message, [this](const Kref& ref) { act(DropPromise{ref}); });
  } else {
    act(DropPromise{std::get<NotifyEntry>(entry.what).promise});
  }
}

void Router::create(const NewPromise& made) {
  buffer_.insert(promiseKey(made.promise.id),
                 toBytes(KernelPromise{0, Undecided{made.decider, 0, {}}}));
}

void Router::hold(const Kref& ref) {
  KernelPromise record = promise(ref);
  ++record.refs;
  write(ref, record);
}

void Router::drop(const Kref& ref) {
  KernelPromise record = promise(ref);
  if (record.refs == 0)
    throw store::StoreError("the references of " + toText(ref) +
                            " are miscounted: see `keeve check`");
  if (--record.refs > 0) return write(ref, record);
  forget(ref, record);
}

void Router::forget(const Kref& ref, const KernelPromise& record) {
  buffer_.erase(promiseKey(ref.id));
  if (const auto* settled = std::get_if<Settled>(&record.state)) {
    for (const Kref& slot : settled->value.slots) {
      if (slot.isPromise()) follow_.emplace_back(DropPromise{slot});
    }
    return;
  }
  // Nobody can decide it any more: what waits there waits for ever, and goes with it.
  for (uint64_t n = 0; n < std::get<Undecided>(record.state).waiting; ++n) {
    const std::string key = waitingKey(ref.id, n);
    const auto bytes = buffer_.get(key);
    const KernelMessage message =
        orDamaged(bytes ? parseMessage(*bytes) : std::nullopt, "waiting message");
    buffer_.erase(key);
    dropLater(message);
  }
}

void Router::subscribe(const Subscribe& wish) {
  KernelPromise record = promise(wish.promise);
  auto* undecided = std::get_if<Undecided>(&record.state);
  if (!undecided) return enqueue(wish.vat, QueueEntry{0, NotifyEntry{wish.promise}});
  auto& subscribers = undecided->subscribers;
  if (std::find(subscribers.begin(), subscribers.end(), wish.vat) != subscribers.end()) return;
  subscribers.push_back(wish.vat);
  write(wish.promise, record);
}

void Router::settle(const Settle& news) {
  KernelPromise record = promise(news.promise);
  const auto* undecided = std::get_if<Undecided>(&record.state);
  if (!undecided) return;  // its decider's vat restarted, say, before the kernel's own news came
  const Undecided before = *undecided;
  record.state = Settled{news.rejected, news.value};
  write(news.promise, record);
  for (const Kref& slot : news.value.slots) {
    if (slot.isPromise()) hold(slot);
  }
  for (const VatId vat : before.subscribers) enqueue(vat, QueueEntry{0, NotifyEntry{news.promise}});
  for (uint64_t n = 0; n < before.waiting; ++n) {
    const std::string key = waitingKey(news.promise.id, n);
    const auto bytes = buffer_.get(key);
    KernelMessage message =
        orDamaged(bytes ? parseMessage(*bytes) : std::nullopt, "waiting message");
    buffer_.erase(key);
    follow_.emplace_back(message);
    dropLater(message);
  }
  if (watched_.contains(news.promise.id)) settled_.push_back(news);
  if (promise(news.promise).refs == 0) forget(news.promise, promise(news.promise));
}

void Router::send(const KernelMessage& message) {
  if (message.target.isPromise()) return sendToPromise(message);
  const auto bytes = buffer_.get(ownerKey(message.target.id));
  const OwnerRecord owner = orDamaged(bytes ? parseOwner(*bytes) : std::nullopt, "owner");
  if (owner.endedBy == 0) return enqueue(owner.vat, QueueEntry{0, message});
  rejectResult(message, vatRestartedBody(vats_.get(owner.vat).name(), owner.endedBy));
}

void Router::sendToPromise(KernelMessage message) {
  std::set<Kref> seen;
  while (message.target.isPromise()) {
    KernelPromise record = promise(message.target);
    if (std::holds_alternative<Undecided>(record.state)) return waitAt(message, std::move(record));
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
  send(message);
}

void Router::waitAt(const KernelMessage& message, KernelPromise record) {
  auto& undecided = std::get<Undecided>(record.state);
  buffer_.insert(waitingKey(message.target.id, undecided.waiting), toBytes(message));
  ++undecided.waiting;
  write(message.target, record);
  eachPromise(message, [this](const Kref& ref) { hold(ref); });
}

void Router::rejectResult(const KernelMessage& message, std::string reasonBody) {
  if (message.result)
    follow_.emplace_back(Settle{*message.result, true, {std::move(reasonBody), {}}});
}

void Router::enqueue(VatId vat, const QueueEntry& entry) {
  const uint64_t n = queue_.newNumber(vat);
  buffer_.insert(queueKey(vat, n), toBytes(entry));
  additions_.push_back({vat, n});
  holdAll(entry);
}

void Router::holdAll(const QueueEntry& entry) {
  if (const auto* message = std::get_if<KernelMessage>(&entry.what)) {
    eachPromise(*message, [this](const Kref& ref) { hold(ref); });
  } else {
    hold(std::get<NotifyEntry>(entry.what).promise);
  }
}

void Router::dropLater(const KernelMessage& message) {
  eachPromise(message, [this](const Kref& ref) { follow_.emplace_back(DropPromise{ref}); });
}

KernelPromise Router::promise(const Kref& ref) {
  const auto bytes = buffer_.get(promiseKey(ref.id));
  return orDamaged(bytes ? parseKernelPromise(*bytes) : std::nullopt, "promise");
}

void Router::write(const Kref& ref, const KernelPromise& record) {
  buffer_.put(promiseKey(ref.id), toBytes(record));
}

}  // namespace keeve::kernel
