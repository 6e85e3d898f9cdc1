// Cranks that tell a vat how promises were settled. The news of a promise goes with that of the settled promises that its
// value holds, and theirs: their names end together, or promises that hold each other would be named anew, and told of,
// for ever.
#include <set>
#include <utility>

#include "base/check.h"
#include "kernel/crank.h"
#include "kernel/damage.h"
#include "kernel/schema.h"

namespace keeve::kernel {

namespace {

constexpr size_t kToldMax = 10'000;  // promises in a crank; what is left out is told of later

std::optional<Settled> findSettled(const store::Store& store, const Kref& ref) {
  const auto bytes = store.get(promiseKey(ref.id));
  KernelPromise record = orDamaged(bytes ? parseKernelPromise(*bytes) : std::nullopt, "promise");
  auto* settled = std::get_if<Settled>(&record.state);
  return settled ? std::optional(std::move(*settled)) : std::nullopt;
}

}  // namespace

void Crank::prepareNotify(const NotifyEntry& news) {
  if (!port_->clist().findVref(news.promise)) return;  // a heap that is gone had the name
  DeliverNotify notify;
  std::vector<Kref> told = {news.promise};
  std::set<Kref> seen = {news.promise};
  for (size_t i = 0; i < told.size(); ++i) {
    const auto settled = findSettled(state_.store, told[i]);
    KEEVE_CHECK(settled, toText(told[i]));
    const Vref name = port_->clist().toVref(told[i]);
    notify.resolutions.push_back({name, settled->rejected, port_->clist().toVat(settled->value)});
    for (const Kref& slot : settled->value.slots) {
      if (!slot.isPromise() || told.size() >= kToldMax || !seen.insert(slot).second) continue;
      if (findSettled(state_.store, slot)) told.push_back(slot);
    }
  }
  for (const Kref& ref : told) port_->clist().retire(ref);
  delivery_ = Delivery{std::move(notify), {}};
}

}  // namespace keeve::kernel
