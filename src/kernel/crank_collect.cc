// Cranks that collect garbage (collect/), and what every crank does for that.
#include <algorithm>
#include <utility>

#include "kernel/crank.h"
#include "kernel/landings.h"
#include "kernel/mark_phases.h"
#include "kernel/tables/schema.h"
#include "kernel/turns.h"

namespace keeve::kernel {

namespace {

// The promises of the kernel that were not reached.
std::set<Kref> unreachedPromises(const store::Store& store, const Tracer& tracer) {
  std::set<Kref> promises;
  const std::string table = tableKey('P');
  const auto cursor = store.cursor();
  for (cursor->seek(table); cursor->valid() && cursor->key().starts_with(table); cursor->next()) {
    std::string_view rest = cursor->key().substr(table.size());
    Kref promise{KrefKind::promise, 0};
    if (takeOrderedVarint(rest, promise.id) && !tracer.isReached(promise)) promises.insert(promise);
  }
  return promises;
}

}  // namespace

void Crank::prepareCollect() {
  if (const auto bytes = std::exchange(vat_.cacheToShrinkTo, std::nullopt); bytes && vat_.worker) {
    vat_.worker->setCacheBytesMax(*bytes);
    isCacheToShrink_ = true;
  }
  // A vat whose counts are wrong still says what it holds; only deleting goes by counts.
  const bool isOutOfDeleting =
      vat_.garbage.isBroken && state_.marking.phase() == MarkPhase::deleting;
  if (state_.marking.awaits(vat_.id) && !isOutOfDeleting) {
    marking_.emplace(state_, buffer_, vat_);
  } else if (vat_.garbage.hasWork()) {
    isHeapToCollect_ = std::exchange(vat_.garbage.isHeapToCollect, false);
    collecting_.emplace(state_, buffer_, vat_);
  }
}

void Crank::collect() {
  if (vat_.id == kKernelVat) return trace();
  collectingFault_ = shrinkCache();
  if (collectingFault_) return;
  try {
    if (marking_) collectingFault_ = marking_->work(VatGarbage::kTurn);
    if (!collecting_) return;
    collectingFault_ =
        collecting_->work(VatGarbage::kTurn, isHeapToCollect_ ? CollectTurn::Heap::collected
                                                              : CollectTurn::Heap::asItIs);
  } catch (const VatFault& fault) {
    miscount_ = fault.fault().detail;
  }
}

std::optional<Fault> Crank::shrinkCache() {
  if (!isCacheToShrink_) return std::nullopt;
  const auto answer =
      vat_.worker->ask({.collect = false, .unheld = {}, .gone = {}, .shrinkCache = true});
  if (const auto* fault = std::get_if<Fault>(&answer)) return *fault;
  return std::nullopt;
}

void Crank::trace() {
  if (!isTracing_) return;
  Tracer& tracer = state_.marking.tracer();
  if (!tracer.step(VatGarbage::kTurn)) deadPromises_ = unreachedPromises(state_.store, tracer);
}

// The vat goes on; what is wrong with it would be found again by every turn.
void Crank::giveUpCollecting() {
  buffer_.discard();
  vat_.garbage.isBroken = true;
  Router router = this->router();
  std::vector<OutputGate::Item> items;
  items.emplace_back(
      PrintedLine{Stream::err, "vat " + vat_.name() + ": " + miscount_ +
                                   ": its garbage is not collected: see `keeve check`"});
  commit(router, std::move(items));
  if (marking_) markPartDone(state_, vat_.id);
  wantCollection(state_, vat_);
}

void Crank::finishCollect() {
  if (!miscount_.empty()) return giveUpCollecting();
  if (marking_) return finishMark();
  if (!collecting_) return collectingFault_ ? collectInVain() : passDeleting();
  if (collectingFault_ || !collecting_->isStillTrue()) {
    collecting_->undo();
    return collectInVain();
  }
  Router router = this->router();
  router.apply(vat_.id, collecting_->effects());
  commit(router, {});
  collecting_->committed();
  collected();
}

void Crank::collectInVain() {
  buffer_.discard();
  Router router = this->router();
  if (collectingFault_) endIncarnation(router);
  commit(router, {});
  wantCollection(state_, vat_);
}

// The turn is what the vat owed, whatever it was spent on.
void Crank::collected() {
  vat_.garbage.owed -= std::min(vat_.garbage.owed, VatGarbage::kTurn);
  wantCollection(state_, vat_);
}

// Nothing was to do, or nothing that the vat's counts can be trusted with: then no phase waits for it.
void Crank::passDeleting() {
  if (vat_.garbage.isBroken && state_.marking.phase() == MarkPhase::deleting)
    markPartDone(state_, vat_.id);
}

void Crank::finishMark() {
  if (collectingFault_) return collectInVain();
  Router router = this->router();
  router.apply(vat_.id, marking_->effects());
  commit(router, {});
  if (marking_->committed()) markPartDone(state_, vat_.id);
  collected();
}

void Crank::finishTrace() {
  Router router = this->router();
  for (const uint64_t object : std::exchange(state_.ended, {}))
    router.act(EndObject{{KrefKind::object, object}});
  const bool isEnd = deadPromises_ && state_.marking.endTracing(state_.vats);
  if (isEnd) {
    state_.suspicion.setReached(state_.marking.tracer().reachedCount());
    router.end(*deadPromises_);
    buffer_.put(kMarkPhaseKey, std::string(1, static_cast<char>(MarkPhase::condemning)));
  }
  commit(router, {});
  if (isEnd) {
    for (Vat* vat : state_.vats.all()) wantCollection(state_, *vat);
  } else if (state_.marking.phase() == MarkPhase::tracing) {
    state_.queue.wantCollection(kKernelVat, RunQueue::Wish::inTurn);
  }
}

// After a commit: what it did to what others have.
void Crank::noteGarbage(const Router& router) {
  Marking& marking = state_.marking;
  for (const auto& [object, by] : router.flight().changes()) {
    if (by > 0 || marking.listens()) marking.handOn({KrefKind::object, object});
  }
  if (marking.listens()) {
    for (const Kref& promise : router.touchedPromises()) marking.tracer().reach(promise);
  }
  noteLanded(state_, state_.inFlight.apply(router.flight()));
  noteLanded(state_, router.holders().orphans());
  for (const auto& [vat, object] : router.holders().bereaved()) {
    if (!state_.vats.find(vat)) continue;  // it is gone itself
    Vat& bereaved = state_.vats.get(vat);
    bereaved.garbage.dropped.push_back({kImportClass, object});
    bereaved.garbage.hasCandidates = bereaved.garbage.foundHeld = true;
    bereaved.garbage.limitDropped();
    wantCollection(state_, bereaved);
  }
}

// After a commit: what the vat did to what it has.
void Crank::noteCounts(RefCounts& counts) {
  VatGarbage& garbage = vat_.garbage;
  ++garbage.cranksSinceIdle;
  const std::vector<Vref> dropped = counts.takeDropped();
  const size_t made = counts.takeMadeCount();
  if (made > 0 || !dropped.empty()) garbage.hasCandidates = garbage.foundHeld = true;
  garbage.dropped.insert(garbage.dropped.end(), dropped.begin(), dropped.end());
  garbage.limitDropped();
  if (vat_.worker && vat_.worker->collections() != garbage.collectionsSeen) {
    garbage.collectionsSeen = vat_.worker->collections();
    garbage.heapMayHaveDropped();
  }
  // Whoever makes garbage faster than it is collected pays with turns of its own: for each that may be some, two are collected.
  const bool isCollected = garbage.hasWork() || state_.marking.awaits(vat_.id);
  if (isCollected) garbage.owed += 2 * CollectTurn::kCostOfObject * (made + dropped.size());
  if (state_.marking.listens()) {
    for (const RefKey key : counts.takeTouched()) state_.marking.tracer().reach(vat_.id, key);
  }
  state_.suspicion.noteSuspects(counts.takeSuspectCount());
  state_.suspicion.noteMade(counts.takeNewCount());
  markIfSuspicious(state_, Suspicion::Idle::no);
  wantCollection(state_, vat_);
}

}  // namespace keeve::kernel
