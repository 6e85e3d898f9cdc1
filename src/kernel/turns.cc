#include "kernel/turns.h"

#include <string>
#include <utility>
#include <variant>

#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

// SPEC §8.3: no exported heap object, no promise that anybody waits for.
bool nobodyCouldTell(KernelState& state, const Vat& vat) {
  if (vat.heapIsNamed || state.queue.isWaiting(vat.id)) return false;
  const auto cursor = state.store.cursor();
  const std::string promises = vatPartKey(vat.id, VatPart::promiseNames);
  cursor->seek(promises);
  if (cursor->valid() && cursor->key().starts_with(promises)) return false;
  std::string exports = vatPartKey(vat.id, VatPart::exports);
  exports.push_back(exportGroup(Vref{kHeapObjectClass, kRootId}));
  cursor->seek(exports);
  const std::string root = exportKey(vat.id, Vref{kHeapObjectClass, kRootId});
  if (cursor->valid() && cursor->key() == root) cursor->next();
  return !cursor->valid() || !cursor->key().starts_with(exports);
}

}  // namespace

std::optional<RunQueue::Turn> takeTurn(KernelState& state) {
  auto turn = state.queue.take();
  if (!turn) return turn;
  const Vat& vat = state.vats.get(turn->vat);
  const bool needsWorker = !std::holds_alternative<StartItem>(turn->item) &&
                           !std::holds_alternative<CollectItem>(turn->item);
  if (vat.needsStart() && needsWorker) {
    state.queue.pushAgain(turn->vat, std::move(turn->item));
    turn->item = StartItem{};
  }
  return turn;
}

std::unique_ptr<VatWorker> sleepAfter(KernelState& state, Vat& vat) {
  state.vats.use(vat);
  VatId slept = kNoVat;
  auto worker = state.vats.sleepOne([&](const Vat& each) {
    slept = each.id;
    return nobodyCouldTell(state, each);
  });
  if (worker) {
    state.caches.forget(slept);
    wantCollection(state, state.vats.get(slept));
  }
  return worker;
}

void wantCollection(KernelState& state, Vat& vat) {
  if (vat.record.hasEnded()) return;
  VatGarbage& garbage = vat.garbage;
  const bool hasWork =
      garbage.hasWork() || state.marking.awaits(vat.id) || vat.cacheToShrinkTo.has_value();
  if (!hasWork) garbage.owed = 0;
  const RunQueue::Wish wish = garbage.isInDebt() ? RunQueue::Wish::first : RunQueue::Wish::inTurn;
  state.queue.wantCollection(vat.id, hasWork ? wish : RunQueue::Wish::none);
}

}  // namespace keeve::kernel
