#include "kernel/crank_runner.h"

#include "base/check.h"
#include "kernel/bodies.h"
#include "kernel/damage.h"
#include "kernel/schema.h"
#include "kernel/stored_bytes.h"
#include "kernel/tags.h"

namespace keeve::kernel {

namespace {

constexpr uint64_t kFaultsMax = 3;  // SPEC §11

std::vector<OutputGate::Item> asItems(std::vector<PrintedLine>& lines) {
  return {std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end())};
}

std::string faultText(const Vat& vat, const Fault& fault) {
  return fault.limit.empty() ? fault.detail : "vat " + vat.name() + " exceeded " + fault.limit;
}

std::string faultBody(const Vat& vat, const Fault& fault) {
  return errorBody("Error", faultText(vat, fault));
}

}  // namespace

void CrankRunner::run(Vat& vat, const QueueItem& item) {
  KEEVE_CHECK(buffer_.changeCount() == 0, buffer_.changeCount());
  if (const auto* call = std::get_if<OutsideCall>(&item)) {
    runCall(vat, *call);
  } else {
    runStored(vat, std::get<StoredItem>(item).n);
  }
}

DeliveryOutcome CrankRunner::deliver(VatWorker& worker, const VatSettings& settings,
                                     Delivery delivery, CrankPort& port) {
  if (settings.powers.contains("clock")) delivery.clockMs = parts_.clock.wallMs();
  try {
    return worker.deliver(delivery, port);
  } catch (const VatFault& fault) {
    return fault.fault();
  }
}

void CrankRunner::runCall(Vat& vat, const OutsideCall& call) {
  if (!start(vat)) return rejectCall(call.call, vat.startFailure);
  CrankPort port(vat.id, vat.record.settings, vat.files, buffer_, parts_.allocator);
  DeliverMessage message{Vref{kHeapObjectClass, kRootId}, {call.body, {}}, port.expectResult()};
  const auto outcome =
      deliver(*vat.worker, vat.record.settings, Delivery{std::move(message), {}}, port);
  if (const auto* fault = std::get_if<Fault>(&outcome)) return failCall(vat, call.call, *fault);
  try {
    auto result = port.takeResult();
    if (const auto* promise = std::get_if<Kref>(&result))
      parts_.watched.emplace(promise->id, call.call);
    Router router = this->router();
    router.apply(vat.id, port.effects());
    auto items = asItems(port.lines());
    if (auto* settled = std::get_if<Settle>(&result)) {
      items.emplace_back(resultOf(call.call, settled->rejected, std::move(settled->value)));
    }
    commit(vat, router, std::move(items));
  } catch (const VatFault& fault) {
    failCall(vat, call.call, fault.fault());
  }
}

void CrankRunner::runStored(Vat& vat, uint64_t n) {
  const auto bytes = parts_.store.get(queueKey(vat.id, n));
  const QueueEntry entry = orDamaged(bytes ? parseQueueEntry(*bytes) : std::nullopt, "queue");
  if (std::holds_alternative<NotifyEntry>(entry.what)) {
    runNotify(vat, n, entry);
  } else {
    runMessage(vat, n, entry);
  }
}

void CrankRunner::runMessage(Vat& vat, uint64_t n, const QueueEntry& entry) {
  Router router = this->router();
  if (!start(vat)) return rejectStored(router, vat, n, entry, vat.startFailure);
  const auto& message = std::get<KernelMessage>(entry.what);
  CrankPort port(vat.id, vat.record.settings, vat.files, buffer_, parts_.allocator);
  const auto target = port.clist().findVref(message.target);
  if (!target) {
    return rejectStored(router, vat, n, entry,
                        vatRestartedBody(vat.name(), vat.record.incarnation));
  }
  DeliverMessage delivery{*target, port.clist().toVat(message.data), std::nullopt};
  if (message.result) {
    router.setDecider(*message.result, vat.id);
    delivery.result = port.clist().toVref(*message.result);
  }
  deliverStored(vat, n, entry, Delivery{std::move(delivery), {}}, port, router);
}

void CrankRunner::runNotify(Vat& vat, uint64_t n, const QueueEntry& entry) {
  const Kref promise = std::get<NotifyEntry>(entry.what).promise;
  CrankPort port(vat.id, vat.record.settings, vat.files, buffer_, parts_.allocator);
  Router router = this->router();
  // A heap that is gone had the name, and the one that is, or comes, never heard of it.
  const auto name = vat.worker ? port.clist().findVref(promise) : std::nullopt;
  if (!name) {
    removeEntry(router, vat, n, entry);
    return commit(vat, router, {});
  }
  const auto bytes = buffer_.get(promiseKey(promise.id));
  const KernelPromise record =
      orDamaged(bytes ? parseKernelPromise(*bytes) : std::nullopt, "promise");
  const auto* settled = std::get_if<Settled>(&record.state);
  KEEVE_CHECK(settled, toText(promise));
  DeliverNotify news{{Resolution{*name, settled->rejected, port.clist().toVat(settled->value)}}};
  port.clist().retire(promise);
  deliverStored(vat, n, entry, Delivery{std::move(news), {}}, port, router);
}

void CrankRunner::deliverStored(Vat& vat, uint64_t n, const QueueEntry& entry, Delivery delivery,
                                CrankPort& port, Router& router) {
  const auto outcome = deliver(*vat.worker, vat.record.settings, std::move(delivery), port);
  if (const auto* fault = std::get_if<Fault>(&outcome)) return failStored(vat, n, entry, *fault);
  try {
    router.apply(vat.id, port.effects());
    removeEntry(router, vat, n, entry);
    commit(vat, router, asItems(port.lines()));
  } catch (const VatFault& fault) {
    failStored(vat, n, entry, fault.fault());
  }
}

void CrankRunner::failCall(Vat& vat, uint64_t call, const Fault& fault) {
  buffer_.discard();
  std::erase_if(parts_.watched, [&](const auto& watched) { return watched.second == call; });
  Router router = this->router();
  endIncarnation(vat, router);
  std::vector<OutputGate::Item> items;
  items.emplace_back(resultOf(call, true, {faultBody(vat, fault), {}}));
  commit(vat, router, std::move(items));
}

void CrankRunner::failStored(Vat& vat, uint64_t n, QueueEntry entry, const Fault& fault) {
  buffer_.discard();
  const auto* message = std::get_if<KernelMessage>(&entry.what);
  if (!message || !message->result) return putAside(vat, n, std::move(entry), fault);
  Router router = this->router();
  endIncarnation(vat, router);
  rejectStored(router, vat, n, entry, faultBody(vat, fault));
}

void CrankRunner::putAside(Vat& vat, uint64_t n, QueueEntry entry, const Fault& fault) {
  Router router = this->router();
  endIncarnation(vat, router);
  ++entry.faults;
  const bool givenUp = entry.faults >= kFaultsMax;
  if (givenUp) {
    buffer_.erase(queueKey(vat.id, n));
    buffer_.put(deadLetterKey(vat.id, n), toBytes(entry));
  } else {
    buffer_.put(queueKey(vat.id, n), toBytes(entry));
  }
  std::vector<OutputGate::Item> items;
  items.emplace_back(PrintedLine{
      Stream::err,
      faultText(vat, fault) + (givenUp ? ": a delivery was given up and put with the dead letters"
                                       : ": a delivery was undone and is tried again")});
  commit(vat, router, std::move(items));
  if (!givenUp) parts_.queue.pushAgain(vat.id, StoredItem{n});
}

void CrankRunner::rejectCall(uint64_t call, std::string reasonBody) {
  std::vector<OutputGate::Item> items;
  items.emplace_back(resultOf(call, true, {std::move(reasonBody), {}}));
  parts_.gate.committed(std::move(items));
}

void CrankRunner::rejectStored(Router& router, Vat& vat, uint64_t n, const QueueEntry& entry,
                               std::string reasonBody) {
  const auto& message = std::get<KernelMessage>(entry.what);
  if (message.result) router.act(Settle{*message.result, true, {std::move(reasonBody), {}}});
  removeEntry(router, vat, n, entry);
  commit(vat, router, {});
}

void CrankRunner::removeEntry(Router& router, Vat& vat, uint64_t n, const QueueEntry& entry) {
  buffer_.erase(queueKey(vat.id, n));
  router.letGo(entry);
}

void CrankRunner::endIncarnation(Vat& vat, Router& router) {
  vat.worker.reset();
  router.restarted(vat.id, vat.record.incarnation + 1);
}

void CrankRunner::commit(Vat& vat, const Router& router, std::vector<OutputGate::Item> items) {
  for (const Settle& settled : router.settled()) {
    const auto watched = parts_.watched.find(settled.promise.id);
    if (watched == parts_.watched.end()) continue;
    items.emplace_back(resultOf(watched->second, settled.rejected, settled.value));
  }
  store::WriteBatch batch = buffer_.take();
  countStored(vat, batch);
  if (!batch.empty()) parts_.store.apply(batch);
  for (const Settle& settled : router.settled()) parts_.watched.erase(settled.promise.id);
  for (const Router::Addition& added : router.additions())
    parts_.queue.push(added.vat, StoredItem{added.n});
  if (!batch.empty() || !items.empty()) parts_.gate.committed(std::move(items));
}

void CrankRunner::countStored(Vat& vat, store::WriteBatch& batch) {
  const size_t bytesMax = vat.record.settings.limits.storeBytesMax;
  if (bytesMax == 0) return;
  const int64_t growth = storedBytesGrowth(parts_.store, vat.id, batch);
  if (growth == 0) return;
  VatRecord next = vat.record;
  next.storedBytes = static_cast<uint64_t>(static_cast<int64_t>(next.storedBytes) + growth);
  if (growth > 0 && next.storedBytes > bytesMax) {
    throw VatFault(Fault{"storeMB", "vat " + vat.name() + " exceeded storeMB"});
  }
  batch.put(vatPartKey(vat.id, VatPart::record), toBytes(next));
  vat.record = std::move(next);
}

CallResult CrankRunner::resultOf(uint64_t call, bool rejected, KernelCapData value) {
  CallResult result{call, rejected, std::move(value.body), {}};
  for (const Kref& slot : value.slots) result.slotTags.push_back(kindTag(buffer_, slot));
  return result;
}

}  // namespace keeve::kernel
