#include "kernel/router.h"

#include <algorithm>
#include <iterator>

#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"
#include "kernel/vat_table.h"
#include "protocol/syscall_port.h"

namespace keeve::kernel {

void Router::apply(VatId vat, Effects& effects) {
  for (Effect& effect : effects) {
    if (const auto* news = std::get_if<Settle>(&effect)) {
      const KernelPromise* known = promises_.find(news->promise.id);
      const auto* undecided = known ? std::get_if<Undecided>(&known->state) : nullptr;
      if (!undecided || undecided->decider != vat) {
        throw VatFault(Fault{
            "", "vat " + vats_.get(vat).name() + " settled a promise that it does not decide"});
      }
    }
    act(std::move(effect));
  }
}

void Router::act(Effect effect) {
  work_.push_back(std::move(effect));
  work();
}

void Router::work() {
  for (;;) {
    std::move(follow_.rbegin(), follow_.rend(), std::back_inserter(work_));
    follow_.clear();
    if (work_.empty()) return;
    Effect next = std::move(work_.back());
    work_.pop_back();
    perform(std::move(next));
  }
}

void Router::finish() {
  finishWork();
  promises_.finish();
  holders_.finish();
}

void Router::finishWork() {
  isFinishing_ = true;
  for (;;) {
    if (!leftovers_.empty()) {
      const TicketEntry next = leftovers_.front();
      leftovers_.pop_front();
      sendOn(next.promise, next.n);
      work();
    } else if (!ends_.empty()) {
      const EndVat next = std::move(ends_.front());
      ends_.pop_front();
      end(next);
    } else if (!toAnnounce_.empty()) {
      announce(toAnnounce_.front());
      toAnnounce_.pop_front();
    } else {
      return;
    }
  }
}

void Router::perform(Effect effect) {
  struct Visitor {
    Router& router;
    void operator()(const NewPromise& made) const { router.create(made); }
    void operator()(const HoldRef& held) const { router.hold(held.ref); }
    void operator()(const DropRef& dropped) const { router.drop(dropped.ref); }
    void operator()(const Subscribe& wish) const { router.subscribe(wish); }
    void operator()(Settle& news) const { router.settle(std::move(news)); }
    void operator()(KernelMessage& message) const { router.send(std::move(message)); }
    void operator()(const Decide& wish) const { router.decide(wish); }
    void operator()(const Abandon& gone) const { router.abandon(gone); }
    void operator()(const EndVat& wish) const { router.putOff(wish); }
    void operator()(const ImportObject& taken) const { router.holders_.import(taken.object); }
    void operator()(const ReviveImport& taken) const { router.holders_.revive(taken); }
    void operator()(const LeaveImport& left) const { router.holders_.leave(left); }
    void operator()(const ForgetImport& left) const { router.holders_.forget(left); }
    void operator()(const EndObject& gone) const { router.holders_.end(gone); }
  };
  std::visit(Visitor{*this}, effect);
}

void Router::putOff(const EndVat& wish) {
  for (const Kref& slot : wish.value.slots) hold(slot);
  ends_.push_back(wish);
}

void Router::decide(const Decide& wish) {
  auto* undecided = std::get_if<Undecided>(&promises_.at(wish.promise.id).state);
  if (!undecided) return;
  undecided->decider = wish.vat;
  if (undecided->waiting > 0) toAnnounce_.push_back(wish.promise);
}

void Router::abandon(const Abandon& gone) {
  const auto* undecided = std::get_if<Undecided>(&promises_.look(gone.promise.id).state);
  if (undecided && undecided->decider == gone.vat)
    settle(Settle{gone.promise, true, {gone.reasonBody, {}}});
}

void Router::letGo(const KernelMessage& message) {
  dropLater(message);
  work();
}

void Router::letGo(const NotifyEntry& news) {
  drop(news.promise);
  work();
}

void Router::end(const std::set<Kref>& promises) {
  for (const Kref& promise : promises) {
    if (promises_.find(promise.id)) forget(promise);
  }
  std::erase_if(follow_, [&](const Effect& effect) {
    const auto* dropped = std::get_if<DropRef>(&effect);
    return dropped && promises.contains(dropped->ref);
  });
  work();
}

void Router::create(const NewPromise& made) {
  promises_.insert(made.promise.id, KernelPromise{0, Undecided{made.decider}});
}

void Router::hold(const Kref& ref) {
  if (!ref.isPromise()) return flight_.hold(ref);
  touchedPromises_.push_back(ref);
  ++promises_.at(ref.id).refs;
}

void Router::drop(const Kref& ref) {
  if (!ref.isPromise()) return flight_.drop(ref);
  touchedPromises_.push_back(ref);
  KernelPromise& record = promises_.at(ref.id);
  if (record.refs == 0)
    throw store::StoreError("the references of " + toText(ref) +
                            " are miscounted: see `keeve check`");
  if (--record.refs == 0) forget(ref);
}

void Router::forget(const Kref& ref) {
  const KernelPromise record = std::move(promises_.at(ref.id));
  promises_.erase(ref.id);
  if (const auto* settled = std::get_if<Settled>(&record.state)) {
    for (const Kref& slot : settled->value.slots) follow_.emplace_back(DropRef{slot});
    return;
  }
  // Nobody can decide it any more: what waits there waits for ever, and goes with it.
  const auto& undecided = std::get<Undecided>(record.state);
  for (uint64_t n = undecided.gone; n < undecided.waiting; ++n) {
    dropLater(waitingMessage(ref, n));
    buffer_.erase(waitingKey(ref.id, n));
  }
}

void Router::subscribe(const Subscribe& wish) {
  if (std::holds_alternative<Settled>(promises_.look(wish.promise.id).state))
    return enqueue(wish.vat, QueueEntry{0, NotifyEntry{wish.promise}});
  auto& subscribers = std::get<Undecided>(promises_.at(wish.promise.id).state).subscribers;
  if (std::find(subscribers.begin(), subscribers.end(), wish.vat) == subscribers.end())
    subscribers.push_back(wish.vat);
}

void Router::settle(Settle news) {
  KernelPromise& record = promises_.at(news.promise.id);
  auto* undecided = std::get_if<Undecided>(&record.state);
  if (!undecided) return;  // its decider's vat restarted, say, before the kernel's own news came
  const Undecided before = std::move(*undecided);
  if (watched_.contains(news.promise.id)) settled_.push_back(news);
  // The settled promise may be among its own value's.
  std::vector<Kref> slots = news.value.slots;
  record.state = Settled{news.rejected, std::move(news.value)};
  for (const Kref& slot : slots) hold(slot);
  for (const VatId vat : before.subscribers) enqueue(vat, QueueEntry{0, NotifyEntry{news.promise}});
  // At the end of the crank: its vat itself sends on in it what was pipelined to the promise, which
  // may have come by others that it settled to this one.
  for (uint64_t n = before.gone; n < before.waiting; ++n) leftovers_.push_back({news.promise, n});
  if (before.gone < before.waiting) leftoversEnd_[news.promise.id] = before.waiting;
  if (record.refs == 0) forget(news.promise);
}

}  // namespace keeve::kernel
