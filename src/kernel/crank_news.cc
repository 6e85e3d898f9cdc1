// Cranks that tell a vat how promises were settled. The news of a promise goes with that of the settled promises that its
// value holds, and theirs: their names end together, or promises that hold each other would be named anew, and told of,
// for ever.
#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/check.h"
#include "kernel/crank.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

// Of one crank. What is left out stays named, and is told of by a crank of its own; but whatever the
// bytes, promises that hold each other are told of together.
constexpr size_t kToldMax = 10'000;                // promises
constexpr size_t kToldBytesMax = size_t{4} << 20;  // no more are added to so many bytes of values
constexpr size_t kSearchedBytesMax = size_t{64} << 20;  // read to find who holds each other

// Of news that comes together, for each: what it says, or what the vat does of it.
constexpr size_t kNewsMax = 32;
constexpr size_t kLittleBytes = 16 << 10;
constexpr double kLittleMs = 1;

std::optional<Settled> findSettled(const store::Store& store, const Kref& ref) {
  const auto bytes = store.get(promiseKey(ref.id));
  KernelPromise record = orDamaged(bytes ? parseKernelPromise(*bytes) : std::nullopt, "promise");
  auto* settled = std::get_if<Settled>(&record.state);
  return settled ? std::optional(std::move(*settled)) : std::nullopt;
}

// `root` with the settled promises that it leads to and that lead back to it, as far as reading a
// bounded number of bytes can tell.
std::set<Kref> circleOf(const store::Store& store, const Kref& root) {
  std::vector<Kref> found = {root};
  std::set<Kref> seen = {root};
  std::map<Kref, std::vector<Kref>> namedBy;
  size_t bytes = 0;
  for (size_t i = 0; i < found.size() && bytes <= kSearchedBytesMax; ++i) {
    const Kref at = found[i];
    const auto settled = findSettled(store, at);
    if (!settled) continue;
    bytes += settled->value.body.size();
    for (const Kref& slot : settled->value.slots) {
      if (!slot.isPromise()) continue;
      namedBy[slot].push_back(at);
      if (found.size() < kToldMax && seen.insert(slot).second) found.push_back(slot);
    }
  }
  std::set<Kref> circle = {root};
  for (std::vector<Kref> next = {root}; !next.empty();) {
    const Kref at = next.back();
    next.pop_back();
    for (const Kref& by : namedBy[at]) {
      if (circle.insert(by).second) next.push_back(by);
    }
  }
  return circle;
}

}  // namespace

// The news of one promise, and with it of what else waits in front of the queue, as long as all of it is little.
void Crank::prepareNotify() {
  DeliverNotify notify;
  std::vector<Kref> told;
  std::set<Kref> seen;
  std::vector<Settled> values;  // of `told`; those that were translated are empty
  size_t bytes = 0;
  const auto tell = [&](const Kref& ref) {
    auto settled = findSettled(state_.store, ref);
    if (!settled) return false;
    bytes += settled->value.body.size();
    told.push_back(ref);
    values.push_back(std::move(*settled));
    return true;
  };
  const auto translateNext = [&] {
    const Settled settled = std::move(values[notify.resolutions.size()]);
    const Vref name = port_->clist().toVref(told[notify.resolutions.size()]);
    notify.resolutions.push_back({name, settled.rejected, port_->clist().toVat(settled.value)});
    return settled.value.slots;
  };
  const auto tellWithCircle = [&](const Kref& root) {
    // a heap that is gone had the name, or the news before told of it
    if (!port_->clist().findVref(root) || !seen.insert(root).second) return;
    KEEVE_CHECK(tell(root), toText(root));
    bool isCut = false;
    while (notify.resolutions.size() < told.size()) {
      for (const Kref& slot : translateNext()) {
        if (!slot.isPromise() || told.size() >= kToldMax || seen.contains(slot)) continue;
        if (bytes > kToldBytesMax) {
          isCut = true;
          break;
        }
        seen.insert(slot);
        tell(slot);
      }
    }
    if (!isCut) return;
    const std::set<Kref> before(told.begin(), told.end());
    for (const Kref& ref : circleOf(state_.store, root)) {
      if (!before.contains(ref) && tell(ref)) translateNext();
    }
  };

  tellWithCircle(std::get<NotifyEntry>(entry_->what).promise);
  const bool isSuspect = entry_->faults > 0 || vat_.crash;
  const size_t atOnce = isSuspect ? 1 : vat_.newsAtOnce;
  while (1 + moreNews_.size() < atOnce && bytes <= kLittleBytes) {
    auto next = state_.queue.takeNews(vat_.id);
    if (!next) break;
    tellWithCircle(std::get<NotifyEntry>(next->entry->what).promise);
    moreNews_.push_back(std::move(*next));
  }
  if (told.empty()) return;
  for (const Kref& ref : told) port_->clist().retire(ref);
  notify.news = 1 + moreNews_.size();
  port_->allowFor(notify.news);
  delivery_ = Delivery{std::move(notify), {}};
}

// While each was little work the next crank takes twice as many: what is delivered together is undone together, and nothing
// else of the vat's runs in between.
void Crank::weighNews(double tookMs) {
  const size_t count = 1 + moreNews_.size();
  const bool isLittle = tookMs <= kLittleMs * static_cast<double>(count) &&
                        port_->heldBytes() <= kLittleBytes * count;
  newsNext_ = isLittle ? std::min(2 * vat_.newsAtOnce, kNewsMax) : 1;
}

void Crank::removeMoreNews(Router& router) {
  for (const StoredItem& each : moreNews_) {
    buffer_.erase(queueKey(vat_.id, each.n));
    router.letGo(std::get<NotifyEntry>(each.entry->what));
  }
}

// They lie in the store as before, and come in their turn.
void Crank::giveBackMoreNews() {
  for (auto each = moreNews_.rbegin(); each != moreNews_.rend(); ++each)
    state_.queue.pushAgain(vat_.id, std::move(*each));
  moreNews_.clear();
}

}  // namespace keeve::kernel
