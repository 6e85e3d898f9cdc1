// Cranks that deliver nothing: turns of the kernel's own, and of vats that have ended.
#include <utility>

#include "kernel/crank.h"
#include "kernel/kernel_objects.h"
#include "kernel/mark_phases.h"
#include "kernel/tables/bodies.h"
#include "kernel/tables/schema.h"
#include "kernel/vat_end.h"

namespace keeve::kernel {

namespace {

constexpr size_t kDeletedMax = 1000;  // records in a turn

}  // namespace

void Crank::finishKernelTurn() {
  if (std::holds_alternative<CollectItem>(item_)) return finishTrace();
  Router router = this->router();
  KernelTurn turn(state_, buffer_, router);
  if (const auto* answer = std::get_if<HostAnswer>(&item_)) {
    turn.settle(*answer);
  } else {
    const uint64_t n = std::get<StoredItem>(item_).n;
    readEntry(n);
    if (message_) turn.take(*message_);
    removeEntry(router, n);
  }
  std::vector<OutputGate::Item> items;
  if (auto opened = turn.takeOpened()) items.emplace_back(std::move(*opened));
  commit(router, std::move(items));
  turn.committed();
}

// A crank of it may have run when it ended.
void Crank::finishOfEnded() {
  buffer_.discard();
  endWorker(vat_);
  markPartDone(state_, vat_.id);
  if (std::holds_alternative<EndItem>(item_)) return deleteMore();
  if (std::holds_alternative<CollectItem>(item_)) return;
  if (const auto* call = std::get_if<OutsideCall>(&item_))
    return rejectCall(call->call, vatTerminatedBody(vat_.name()));
  giveBackMoreNews();
  if (const auto* stored = std::get_if<StoredItem>(&item_)) rejectForEnded(stored->n);
}

void Crank::rejectForEnded(uint64_t n) {
  readEntry(n);
  Router router = this->router();
  if (std::holds_alternative<KernelMessage>(entry_->what))
    return rejectStored(router, n, vatTerminatedBody(vat_.name()));
  message_.reset();  // of a ticket: it waits for the promise, which is about to be rejected
  removeEntry(router, n);
  commit(router, {});
}

void Crank::deleteMore() {
  Effects effects;
  const VatRecord before = vat_.record;
  const Progress progress = deleteSome(buffer_, vat_.id, before, kDeletedMax, effects);
  Router router = this->router();
  for (Effect& effect : effects) router.act(std::move(effect));
  if (progress == Progress::more) {
    commit(router, {});
    return state_.queue.push(vat_.id, EndItem{});
  }
  vat_.record = goneRecord(before);
  buffer_.erase(vatNameKey(vat_.name()));
  buffer_.put(vatPartKey(vat_.id, VatPart::record), toBytes(vat_.record));
  if (before.source.empty()) {
    buffer_.put(sourceNameKey(vat_.name()), toBytes(SourceRecord{vat_.id, before.settings.limits,
                                                                 before.settings.powers, true}));
  }
  commit(router, {});
  state_.vats.forgetName(vat_);
}

void Crank::markEnded(VatId id, store::WriteBatch& batch) {
  VatRecord& record = state_.vats.get(id).record;
  record.state = VatState::terminated;
  record.reason.clear();
  record.creating = 0;
  batch.put(vatPartKey(id, VatPart::record), toBytes(record));
}

// Its worker goes, unless a crank of it runs: that crank sees to it.
void Crank::stopEnded(VatId id) {
  if (id == vat_.id || !state_.queue.isBusy(id)) endWorker(state_.vats.get(id));
  // A turn of it that is under way may use the tracer: finishOfEnded() follows.
  if (id == vat_.id || !state_.queue.isBusy(id)) markPartDone(state_, id);
  state_.queue.push(id, EndItem{});
}

}  // namespace keeve::kernel
