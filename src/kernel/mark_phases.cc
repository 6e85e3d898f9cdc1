#include "kernel/mark_phases.h"

#include <algorithm>
#include <string>

#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"
#include "kernel/turns.h"

namespace keeve::kernel {

namespace {

void wantAll(KernelState& state) {
  for (Vat* vat : state.vats.all()) wantCollection(state, *vat);
}

bool isStored(MarkPhase phase) { return phase >= MarkPhase::condemning; }

void enterPhase(KernelState& state, MarkPhase phase) {
  store::WriteBatch batch;
  if (isStored(phase)) {
    batch.put(std::string(kMarkPhaseKey), std::string(1, static_cast<char>(phase)));
  } else if (phase == MarkPhase::idle) {
    state.suspicion.end();
    batch.put(std::string(kMarkPhaseKey), markIdleBytes(state.suspicion.reached()));
  }
  if (!batch.empty()) {
    state.store.apply(batch);
    state.gate.committed({});
  }
  if (phase == MarkPhase::tracing)
    return state.queue.wantCollection(kKernelVat, RunQueue::Wish::inTurn);
  wantAll(state);
}

// Calls `visit` with the vat of each key in a table of pairs that start with one; once for each vat, or for each key.
template <class Visit>
void eachPair(const store::Store& store, char table, const Visit& visit) {
  const std::string start = tableKey(table);
  const auto cursor = store.cursor();
  cursor->seek(start);
  while (cursor->valid() && cursor->key().starts_with(start)) {
    std::string_view rest = cursor->key().substr(start.size());
    uint64_t vat = 0;
    uint64_t second = 0;
    if (!takeOrderedVarint(rest, vat) || !takeOrderedVarint(rest, second) || !rest.empty())
      throw store::StoreError("a key of the collector is damaged: see `keeve check`");
    if (visit(VatId(vat), second)) {
      cursor->next();
    } else {
      cursor->seek(pastPrefix(candidatesKey(VatId(vat))));
    }
  }
}

}  // namespace

void beginMarking(KernelState& state) {
  if (state.marking.phase() != MarkPhase::idle) return;
  if (state.vats.liveCount() == 0) return;
  state.suspicion.begin();
  state.marking.begin(state.store, state.vats, state.inFlight, state.allocator.end());
  wantAll(state);
}

void markIfSuspicious(KernelState& state, Suspicion::Idle idle) {
  if (state.suspicion.isDue(idle)) beginMarking(state);
}

void collectWhenIdle(KernelState& state) {
  for (Vat* vat : state.vats.all()) {
    VatGarbage& garbage = vat->garbage;
    if (!vat->worker || !garbage.hasCandidates || garbage.cranksSinceIdle == 0) continue;
    garbage.cranksSinceIdle = 0;
    garbage.isHeapToCollect = true;
    wantCollection(state, *vat);
  }
  markIfSuspicious(state, Suspicion::Idle::yes);
}

void markPartDone(KernelState& state, VatId vat) {
  auto phase = state.marking.done(vat, state.vats);
  while (phase) {
    enterPhase(state, *phase);
    phase = state.marking.advanceIfNobody(state.vats);
  }
}

void endLeftovers(KernelState& state) {
  const std::string table = tableKey('O');
  const auto cursor = state.store.cursor();
  for (cursor->seek(table); cursor->valid() && cursor->key().starts_with(table); cursor->next()) {
    std::string_view rest = cursor->key().substr(table.size());
    uint64_t object = 0;
    const OwnerRecord owner = orDamaged(parseOwner(cursor->value()), "owner");
    if (owner.importers > 0 || !takeOrderedVarint(rest, object)) continue;
    const Vat* vat = state.vats.find(owner.vat);
    if (owner.endedBy != 0 || !vat || vat->record.hasEnded()) state.ended.push_back(object);
  }
  if (!state.ended.empty()) state.queue.wantCollection(kKernelVat, RunQueue::Wish::inTurn);
}

void resumeCollection(KernelState& state) {
  state.suspicion.setReached(state.marking.load(state.store, state.vats));
  eachPair(state.store, 'Z', [&](VatId vat, uint64_t object) {
    if (state.vats.find(vat)) state.vats.get(vat).garbage.orphans.push_back(object);
    return true;
  });
  eachPair(state.store, 'G', [&](VatId vat, uint64_t) {
    if (!state.vats.find(vat)) return false;
    VatGarbage& garbage = state.vats.get(vat).garbage;
    garbage.hasCandidates = true;
    garbage.isWalkDue = true;
    return false;
  });
  wantAll(state);
}

}  // namespace keeve::kernel
