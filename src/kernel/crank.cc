#include "kernel/crank.h"

#include <utility>

#include "base/check.h"
#include "kernel/collect/note_rows.h"
#include "kernel/heap_end.h"
#include "kernel/landings.h"
#include "kernel/tables/bodies.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"
#include "kernel/tables/stored_bytes.h"
#include "kernel/tables/tags.h"
#include "kernel/turns.h"

namespace keeve::kernel {

namespace {

constexpr uint64_t kFaultsMax = 3;  // SPEC §11

std::string faultText(const Vat& vat, const Fault& fault) {
  return fault.limit.empty() ? fault.detail : "vat " + vat.name() + " exceeded " + fault.limit;
}

std::string faultBody(const Vat& vat, const Fault& fault) {
  return errorBody("Error", faultText(vat, fault));
}

}  // namespace

Crank::Crank(KernelState& state, store::CrankBuffer& buffer, std::pmr::memory_resource& memory,
             Vat& vat, QueueItem item)
    : state_(state), buffer_(buffer), memory_(memory), vat_(vat), item_(std::move(item)) {
  KEEVE_CHECK(buffer_.changeCount() == 0, buffer_.changeCount());
}

// Preparing -----------------------------------------------------------------------------------------

void Crank::prepare() {
  isTracing_ = vat_.id == kKernelVat && state_.marking.phase() == MarkPhase::tracing;
  if (vat_.id == kKernelVat || vat_.record.hasEnded()) return;
  if (std::holds_alternative<StartItem>(item_)) return prepareStart();
  if (const auto* call = std::get_if<OutsideCall>(&item_)) return prepareCall(*call);
  if (std::holds_alternative<CollectItem>(item_)) return prepareCollect();
  prepareStored(std::get<StoredItem>(item_).n);
}

void Crank::openPort(const VatSettings& settings) {
  port_.emplace(vat_.id, settings, vat_.files, buffer_, state_.allocator, vat_.names,
                vat_.garbage.known, memory_);
  if (state_.marking.listens()) port_->counts().listen();
  if (vat_.worker)
    vat_.worker->setCacheBytesMax(state_.caches.grant(vat_.id, settings.limits.cacheBytesMax));
}

void Crank::prepareCall(const OutsideCall& call) {
  if (!vat_.worker) return;
  openPort(vat_.record.settings);
  DeliverMessage message{Vref{kHeapObjectClass, kRootId}, port_->clist().toVat(call.message),
                         port_->expectResult()};
  delivery_ = Delivery{std::move(message), {}};
}

void Crank::prepareStored(uint64_t n) {
  readEntry(n);
  if (!vat_.worker) return;
  if (hasEndedProcess(n)) {
    outcome_ = crashFault();
    entry_->faults = kFaultsMax - 1;  // one such is enough
    return;
  }
  openPort(vat_.record.settings);
  if (message_) return prepareMessage();
  if (std::holds_alternative<NotifyEntry>(entry_->what)) prepareNotify();
}

void Crank::readEntry(uint64_t n) {
  if (entry_) return;
  if (auto& atHand = std::get<StoredItem>(item_).entry) {
    entry_ = std::move(*atHand);
  } else {
    const auto bytes = state_.store.get(queueKey(vat_.id, n));
    entry_ = orDamaged(bytes ? parseQueueEntry(*bytes) : std::nullopt, "queue");
  }
  if (const auto* message = std::get_if<KernelMessage>(&entry_->what)) message_ = *message;
  if (const auto* ticket = std::get_if<TicketEntry>(&entry_->what))
    message_ = router().find(*ticket);
}

// Whether a process before this one ended in that delivery (crash_note.h).
bool Crank::hasEndedProcess(uint64_t n) const {
  const auto& crash = vat_.crash;
  if (!crash || crash->what != CrashNote::What::delivery || !crash->isAlone || crash->n != n ||
      crash->digest != digestOf(*entry_))
    return false;
  return message_ || std::holds_alternative<NotifyEntry>(entry_->what);
}

Fault Crank::crashFault() const {
  const char* when = vat_.crash->what == CrashNote::What::delivery ? ": " : " when it started: ";
  return Fault{"", "vat " + vat_.name() + " ended the process" + when + vat_.crash->why};
}

void Crank::prepareMessage() {
  const auto target = port_->clist().findVref(message_->target);
  if (!target) return;  // an object of a heap that is gone
  DeliverMessage delivery{*target, port_->clist().toVat(message_->data), std::nullopt};
  if (message_->result) {
    port_->effects().emplace_back(Decide{*message_->result, vat_.id});
    delivery.result = port_->clist().toVref(*message_->result);
  }
  delivery_ = Delivery{std::move(delivery), {}};
}

// Delivering ----------------------------------------------------------------------------------------

void Crank::deliver() {
  if (std::holds_alternative<CollectItem>(item_)) return collect();
  if (!delivery_) return;
  const VatSettings& settings = next_ ? next_->settings : vat_.record.settings;
  if (settings.powers.contains("clock")) delivery_->clockMs = state_.clock.wallMs();
  if (next_) worker_ = state_.factory.make(settings);
  if (next_ && othersWillWake_) state_.factory.expect(settings);
  VatWorker& worker = next_ ? *worker_ : *vat_.worker;
  const bool isNews = std::holds_alternative<DeliverNotify>(delivery_->what);
  const double startMs = isNews ? state_.clock.monotonicMs() : 0;
  std::optional<CrashNotes::Watch> watch;
  if (next_) {
    watch.emplace(state_.crashNotes, vat_.id, next_->incarnation, hasNewSettings(),
                  port_->sources());
  } else if (entry_) {
    const uint64_t n = std::get<StoredItem>(item_).n;
    watch.emplace(state_.crashNotes, vat_.id, n, *entry_, moreNews_.empty());
  }
  try {
    outcome_ = worker.deliver(*delivery_, *port_);
    if (isNews) weighNews(state_.clock.monotonicMs() - startMs);
    if (!std::holds_alternative<Delivered>(*outcome_)) return;
    if (next_) port_->sources().finishStart();
    port_->finishDelivery();
  } catch (const VatFault& fault) {
    outcome_ = fault.fault();
  }
}

// Finishing -----------------------------------------------------------------------------------------

void Crank::finish() {
  finishItem();
  if (vat_.crash) forgetCrash();
  if (port_) noteCache();
  if (const auto* call = std::get_if<OutsideCall>(&item_))
    letGoOutside(state_, call->message.slots);
  if (const auto* answer = std::get_if<HostAnswer>(&item_))
    letGoOutside(state_, answer->value.slots);
}

void Crank::finishItem() {
  if (vat_.id == kKernelVat) return finishKernelTurn();
  if (vat_.record.hasEnded()) return finishOfEnded();
  if (std::holds_alternative<StartItem>(item_)) return finishStart();
  if (const auto* call = std::get_if<OutsideCall>(&item_)) return finishCall(call->call);
  if (std::holds_alternative<CollectItem>(item_)) return finishCollect();
  finishStored(std::get<StoredItem>(item_).n);
}

void Crank::finishCall(uint64_t call) {
  if (!outcome_) return rejectCall(call, vat_.startFailure);
  if (const auto* fault = std::get_if<Fault>(&*outcome_)) return failCall(call, *fault);
  try {
    auto result = port_->takeResult();
    if (const auto* promise = std::get_if<Kref>(&result)) state_.watched.emplace(promise->id, call);
    Router router = this->router();
    router.apply(vat_.id, port_->effects());
    auto items = printed();
    if (auto* settled = std::get_if<Settle>(&result)) {
      items.emplace_back(resultOf(call, settled->rejected, std::move(settled->value)));
    }
    commit(router, std::move(items));
    committed();
  } catch (const VatFault& fault) {
    failCall(call, fault.fault());
  }
}

void Crank::finishStored(uint64_t n) {
  if (!outcome_) {
    buffer_.discard();
    Router router = this->router();
    if (message_) {
      return rejectStored(
          router, n,
          vat_.worker ? vatRestartedBody(vat_.name(), vat_.record.incarnation) : vat_.startFailure);
    }
    // News for a heap that is gone, where the one that is, or comes, never heard of the promise; or
    // a ticket that is void.
    removeEntry(router, n);
    removeMoreNews(router);
    return commit(router, {});
  }
  if (const auto* fault = std::get_if<Fault>(&*outcome_)) return failStored(n, *fault);
  try {
    Router router = this->router();
    beginEntry(router);
    router.apply(vat_.id, port_->effects());
    removeEntry(router, n);
    removeMoreNews(router);
    commit(router, printed());
    committed();
  } catch (const VatFault& fault) {
    failStored(n, fault.fault());
  }
}

void Crank::committed() {
  vat_.heapIsNamed = std::get<Delivered>(*outcome_).heapIsNamed;
  if (std::holds_alternative<DeliverNotify>(delivery_->what)) vat_.newsAtOnce = newsNext_;
  port_->clist().commitTo(vat_.names);
  noteCounts(port_->counts());
}

// What the note is about is in the store as a fault, or was tried and ended nothing. A start that is not tried again stays noted.
void Crank::forgetCrash() {
  const auto* stored = std::get_if<StoredItem>(&item_);
  const bool isOver = vat_.crash->what == CrashNote::What::delivery
                          ? stored && stored->n >= vat_.crash->n
                          : vat_.record.incarnation >= vat_.crash->n;
  if (!isOver) return;
  vat_.crash.reset();
  state_.crashNotes.forget();
}

// What the crank read into the state cache may be at the cost of another vat's.
void Crank::noteCache() {
  if (!vat_.worker) return;
  const auto shrink = state_.caches.use(vat_.id, vat_.worker->takeCacheUse());
  if (!shrink) return;
  Vat& other = state_.vats.get(shrink->vat);
  other.cacheToShrinkTo = shrink->bytes;
  wantCollection(state_, other);
}

void Crank::failCall(uint64_t call, const Fault& fault) {
  buffer_.discard();
  std::erase_if(state_.watched, [&](const auto& watched) { return watched.second == call; });
  Router router = this->router();
  endIncarnation(router);
  std::vector<OutputGate::Item> items;
  items.emplace_back(resultOf(call, true, {faultBody(vat_, fault), {}}));
  commit(router, std::move(items));
}

void Crank::failStored(uint64_t n, const Fault& fault) {
  buffer_.discard();
  vat_.newsAtOnce = 1;
  if (std::holds_alternative<TicketEntry>(entry_->what)) return giveUpTicket(n, fault);
  if (!message_ || !message_->result) return putAside(n, fault);
  Router router = this->router();
  endIncarnation(router);
  rejectStored(router, n, faultBody(vat_, fault));
}

// The promise that the message went to is rejected with the heap that would have decided it, so
// that there is nothing to try again.
void Crank::giveUpTicket(uint64_t n, const Fault& fault) {
  Router router = this->router();
  std::vector<OutputGate::Item> items;
  if (message_->result) {
    router.act(Settle{*message_->result, true, {faultBody(vat_, fault), {}}});
  } else {
    items.emplace_back(
        PrintedLine{Stream::err, faultText(vat_, fault) + ": a delivery was undone"});
  }
  beginEntry(router);
  removeEntry(router, n);
  endIncarnation(router);
  commit(router, std::move(items));
}

void Crank::putAside(uint64_t n, const Fault& fault) {
  Router router = this->router();
  endIncarnation(router);
  ++entry_->faults;
  const bool givenUp = entry_->faults >= kFaultsMax;
  if (givenUp) {
    buffer_.erase(queueKey(vat_.id, n));
    buffer_.put(deadLetterKey(vat_.id, n), toBytes(*entry_));
  } else {
    buffer_.put(queueKey(vat_.id, n), toBytes(*entry_));
  }
  std::vector<OutputGate::Item> items;
  items.emplace_back(PrintedLine{
      Stream::err,
      faultText(vat_, fault) + (givenUp ? ": a delivery was given up and put with the dead letters"
                                        : ": a delivery was undone and is tried again")});
  commit(router, std::move(items));
  giveBackMoreNews();
  if (!givenUp) state_.queue.pushAgain(vat_.id, StoredItem{n});
}

void Crank::rejectCall(uint64_t call, std::string reasonBody) {
  std::vector<OutputGate::Item> items;
  items.emplace_back(resultOf(call, true, {std::move(reasonBody), {}}));
  state_.gate.committed(std::move(items));
}

void Crank::rejectStored(Router& router, uint64_t n, std::string reasonBody) {
  if (message_->result) router.act(Settle{*message_->result, true, {std::move(reasonBody), {}}});
  beginEntry(router);
  removeEntry(router, n);
  commit(router, {});
}

// Before what came of the delivery: a message that went ahead must not be sent on where the vat
// settles the promise.
void Crank::beginEntry(Router& router) {
  const auto* ticket = std::get_if<TicketEntry>(&entry_->what);
  if (ticket && message_) router.goAhead(*ticket);
}

void Crank::removeEntry(Router& router, uint64_t n) {
  buffer_.erase(queueKey(vat_.id, n));
  if (message_) router.letGo(*message_);
  if (const auto* news = std::get_if<NotifyEntry>(&entry_->what)) router.letGo(*news);
}

// It is destroyed when no lock is held.
void Crank::endWorker(Vat& vat) {
  ended_.push_back(state_.vats.sleep(vat));
  state_.caches.forget(vat.id);
}

void Crank::endIncarnation(Router& router) {
  endWorker(vat_);
  wantCollection(state_, vat_);
  Effects effects;
  endHeap(buffer_, vat_.id, vat_.name(), vat_.record.incarnation + 1, effects);
  for (Effect& effect : effects) router.act(std::move(effect));
}

std::vector<OutputGate::Item> Crank::printed() {
  auto& lines = port_->lines();
  return {std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end())};
}

void Crank::commit(Router& router, std::vector<OutputGate::Item> items) {
  router.finish();
  for (const Settle& settled : router.settled()) {
    const auto watched = state_.watched.find(settled.promise.id);
    if (watched == state_.watched.end()) continue;
    items.emplace_back(resultOf(watched->second, settled.rejected, settled.value));
  }
  store::WriteBatch batch = buffer_.take();
  countStored(batch);
  for (const VatId id : router.ended()) markEnded(id, batch);
  if (outcome_) state_.suspicion.noteWritten(batch.changes().size());
  const bool isEmpty = batch.empty();
  noteRows(state_.vats, batch);
  if (!isEmpty) state_.store.apply(std::move(batch));
  if (!isEmpty && !collects()) vat_.garbage.writtenAt = state_.store.applied();
  for (const Settle& settled : router.settled()) state_.watched.erase(settled.promise.id);
  for (Router::Addition& added : router.additions()) {
    state_.queue.push(added.vat, StoredItem{added.n, std::move(added.entry)});
    if (state_.queue.isFull(added.vat)) filled_.push_back(added.vat);
  }
  noteGarbage(router);
  for (const VatId id : router.ended()) stopEnded(id);
  holdTold(state_, items);
  if (!isEmpty || !items.empty()) state_.gate.committed(std::move(items));
}

void Crank::countStored(store::WriteBatch& batch) {
  const size_t bytesMax = vat_.record.settings.limits.storeBytesMax;
  if (bytesMax == 0) return;
  const int64_t growth = storedBytesGrowth(state_.store, vat_.id, batch);
  if (growth == 0) return;
  VatRecord next = vat_.record;
  next.storedBytes = static_cast<uint64_t>(static_cast<int64_t>(next.storedBytes) + growth);
  if (growth > 0 && next.storedBytes > bytesMax) {
    throw VatFault(Fault{"storeMB", "vat " + vat_.name() + " exceeded storeMB"});
  }
  batch.put(vatPartKey(vat_.id, VatPart::record), toBytes(next));
  vat_.record = std::move(next);
}

CallResult Crank::resultOf(uint64_t call, bool rejected, KernelCapData value) {
  CallResult result{call, rejected, std::move(value.body), {}, std::move(value.slots)};
  for (const Kref& slot : result.slots) result.slotTags.push_back(kindTag(buffer_, slot));
  return result;
}

}  // namespace keeve::kernel
