// Cranks that tell a vat how promises were settled. The news of a promise goes with that of the settled promises that its
// value holds, and theirs: their names end together, or promises that hold each other would be named anew, and told of,
// for ever.
#include <deque>
#include <set>
#include <utility>

#include "base/check.h"
#include "kernel/crank.h"
#include "kernel/damage.h"
#include "kernel/schema.h"

namespace keeve::kernel {

namespace {

// Of one crank. What is left out stays named, and is told of by a crank of its own.
constexpr size_t kToldMax = 10'000;                // promises
constexpr size_t kToldBytesMax = size_t{4} << 20;  // no more are added to so many bytes of values

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
  std::deque<Settled> values;  // of those in `told` that are still to be taken
  auto first = findSettled(state_.store, news.promise);
  KEEVE_CHECK(first, toText(news.promise));
  size_t bytes = first->value.body.size();
  values.push_back(std::move(*first));
  for (size_t i = 0; i < told.size(); ++i) {
    const Settled settled = std::move(values.front());
    values.pop_front();
    const Vref name = port_->clist().toVref(told[i]);
    notify.resolutions.push_back({name, settled.rejected, port_->clist().toVat(settled.value)});
    for (const Kref& slot : settled.value.slots) {
      if (told.size() >= kToldMax || bytes > kToldBytesMax) break;
      if (!slot.isPromise() || !seen.insert(slot).second) continue;
      if (auto more = findSettled(state_.store, slot)) {
        bytes += more->value.body.size();
        told.push_back(slot);
        values.push_back(std::move(*more));
      }
    }
  }
  for (const Kref& ref : told) port_->clist().retire(ref);
  delivery_ = Delivery{std::move(notify), {}};
}

}  // namespace keeve::kernel
