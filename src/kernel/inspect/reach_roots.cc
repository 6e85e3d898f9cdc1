// The roots that reach.h searches from.
#include "kernel/inspect/reach.h"
#include "kernel/inspect/walk.h"
#include "kernel/tables/bodies.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/roles.h"
#include "kernel/tables/schema.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {

namespace {

uint64_t takeNumber(std::string_view& rest) {
  uint64_t number = 0;
  if (!takeOrderedVarint(rest, number))
    throw store::StoreError("a key in the store is damaged: see `keeve check`");
  return number;
}

}  // namespace

void Reach::addRoots() {
  for (uint32_t vat = 0; vat < vats_.size(); ++vat) addRootsOf(vat);
  addQueue('Q', WhyRoot::Sort::queue);
  addQueue('L', WhyRoot::Sort::deadLetter);
  addWaiting();
  addPromises();
  addHostCalls();
}

void Reach::addRootsOf(uint32_t vat) {
  const VatId id = vats_[vat].id;
  addRoot({vat, kBaggageId * 2}, {WhyRoot::Sort::baggage, id});
  const std::string bindings = vatPartKey(id, VatPart::data) + static_cast<char>(VatTable::binding);
  eachRecord(store_, bindings, [&](std::string_view rest, std::string_view value) {
    takeNumber(rest);
    const auto sort = rest.empty() ? VatBinding::kind : static_cast<VatBinding>(rest.front());
    if (sort != VatBinding::strongStore && sort != VatBinding::weakStore) return true;
    const uint64_t number = orDamaged(ByteReader(value).takeVarint(), "binding");
    addRoot({vat, number * 2}, {WhyRoot::Sort::bound, id, number, std::string(rest.substr(1))});
    return true;
  });
  addRoot({vat, kRootId * 2}, {WhyRoot::Sort::rootObject, id});
  const auto bytes = store_.get(vatPartKey(id, VatPart::record));
  const VatRecord record = orDamaged(bytes ? parseVat(*bytes) : std::nullopt, "vat");
  addValue(record.parameters, {WhyRoot::Sort::parameters, id});
}

void Reach::addQueue(char table, WhyRoot::Sort sort) {
  eachRecord(store_, tableKey(table), [&](std::string_view rest, std::string_view value) {
    const VatId vat(takeNumber(rest));
    const QueueEntry entry = orDamaged(parseQueueEntry(value), "queue entry");
    if (const auto* message = std::get_if<KernelMessage>(&entry.what))
      addMessage(*message, {sort, vat});
    return true;
  });
}

void Reach::addWaiting() {
  eachRecord(store_, tableKey('M'), [&](std::string_view rest, std::string_view value) {
    const uint64_t promise = takeNumber(rest);
    addMessage(orDamaged(parseMessage(value), "message"),
               {WhyRoot::Sort::waiting, kNoVat, promise});
    return true;
  });
}

// A promise has a record for as long as something refers to it.
void Reach::addPromises() {
  eachRecord(store_, tableKey('P'), [&](std::string_view rest, std::string_view value) {
    const uint64_t number = takeNumber(rest);
    const KernelPromise promise = orDamaged(parseKernelPromise(value), "promise");
    if (const auto* settled = std::get_if<Settled>(&promise.state))
      addValue(settled->value, {WhyRoot::Sort::promise, kNoVat, number});
    return true;
  });
}

void Reach::addHostCalls() {
  eachRecord(store_, tableKey('X'), [&](std::string_view rest, std::string_view value) {
    const uint64_t number = takeNumber(rest);
    const OpenHostCall call = orDamaged(parseOpenHostCall(value), "host call");
    addValue(call.message.data, {WhyRoot::Sort::hostCall, kNoVat, number, call.object});
    return true;
  });
}

void Reach::addCandidates() {
  for (uint32_t vat = 0; vat < vats_.size(); ++vat) {
    const VatId id = vats_[vat].id;
    eachRecord(store_, candidatesKey(id), [&](std::string_view rest, std::string_view value) {
      const Candidate candidate = orDamaged(parseCandidate(value), "candidate");
      if (candidate.state == CandidateState::waiting)
        addRoot({vat, takeNumber(rest)}, {WhyRoot::Sort::candidate, id});
      return true;
    });
  }
}

void Reach::addMessage(const KernelMessage& message, const WhyRoot& root) {
  WhyRoot named = root;
  named.name = methodName(message.data.body);
  if (!message.target.isPromise()) addRoot(homeOf(message.target.id), named);
  addValue(message.data, named);
}

void Reach::addValue(const KernelCapData& value, const WhyRoot& root) {
  for (const Kref& slot : value.slots) {
    if (!slot.isPromise()) addRoot(homeOf(slot.id), root);
  }
}

}  // namespace keeve::kernel
