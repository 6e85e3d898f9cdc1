#include "kernel/collect/in_flight.h"

#include <string>

#include "kernel/tables/damage.h"
#include "kernel/tables/records.h"
#include "kernel/tables/roles.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

template <class Visit>
void eachValue(const store::Store& store, const std::string& prefix, const Visit& visit) {
  const auto cursor = store.cursor();
  for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix); cursor->next())
    visit(cursor->value());
}

}  // namespace

int64_t FlightChanges::of(uint64_t object) const {
  int64_t sum = 0;
  for (const auto& [changed, by] : changes_) {
    if (changed == object) sum += by;
  }
  return sum;
}

void InFlight::load(const store::Store& store) {
  for (const char table : {'Q', 'L'}) {
    eachValue(store, tableKey(table), [this](std::string_view value) {
      const QueueEntry entry = orDamaged(parseQueueEntry(value), "queue");
      if (const auto* message = std::get_if<KernelMessage>(&entry.what)) hold(*message);
    });
  }
  eachValue(store, tableKey('M'), [this](std::string_view value) {
    hold(orDamaged(parseMessage(value), "waiting message"));
  });
  eachValue(store, tableKey('P'), [this](std::string_view value) {
    const KernelPromise promise = orDamaged(parseKernelPromise(value), "promise");
    if (const auto* settled = std::get_if<Settled>(&promise.state)) hold(settled->value);
  });
  eachValue(store, tableKey('X'), [this](std::string_view value) {
    hold(orDamaged(parseOpenHostCall(value), "host call").message);
  });
  eachValue(store, tableKey('N'), [&](std::string_view value) {
    const VatId id = orDamaged(parseVatId(value), "vat name");
    const auto bytes = store.get(vatPartKey(id, VatPart::record));
    hold(orDamaged(bytes ? parseVat(*bytes) : std::nullopt, "vat").parameters);
  });
}

uint64_t InFlight::count(uint64_t object) const {
  const auto found = counts_.find(object);
  return found == counts_.end() ? 0 : found->second;
}

InFlight::Landed InFlight::apply(const FlightChanges& changes) {
  Landed landed;
  for (const auto& [object, by] : changes.changes()) {
    if (by > 0) {
      ++counts_[object];
      continue;
    }
    const auto found = counts_.find(object);
    if (found == counts_.end())
      throw store::StoreError("an object on its way is miscounted: see `keeve check`");
    if (--found->second == 0) counts_.erase(found);
  }
  if (awaited_.empty()) return landed;
  for (const auto& [object, by] : changes.changes()) {
    if (by > 0 || counts_.contains(object)) continue;
    const auto waiting = awaited_.find(object);
    if (waiting == awaited_.end()) continue;
    landed.emplace_back(waiting->second, object);
    awaited_.erase(waiting);
  }
  return landed;
}

void InFlight::hold(const KernelCapData& data) {
  for (const Kref& slot : data.slots) {
    if (!slot.isPromise()) ++counts_[slot.id];
  }
}

void InFlight::hold(const KernelMessage& message) {
  if (!message.target.isPromise()) ++counts_[message.target.id];
  hold(message.data);
}

}  // namespace keeve::kernel
