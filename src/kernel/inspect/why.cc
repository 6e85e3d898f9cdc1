#include "kernel/inspect/why.h"

#include <algorithm>

#include "kernel/inspect/holders.h"
#include "kernel/inspect/reach.h"
#include "kernel/inspect/walk.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"
#include "protocol/body_reader.h"

namespace keeve::kernel {

namespace {

bool refersTo(const BodyItem& item, const VatCapData& values, RefKey ref) {
  const auto isRef = [&](uint64_t slot) { return values.slots.at(slot).key() == ref; };
  if (const auto* remotable = std::get_if<BodyRemotable>(&item)) return isRef(remotable->slot);
  const auto* promise = std::get_if<BodyPromise>(&item);
  return promise && isRef(promise->slot);
}

// Finds again how each step of a chain holds the next.
class Teller {
 public:
  Teller(const store::Store& store, const Reach& reach)
      : store_(store), inspector_(store), reach_(reach) {}

  std::vector<WhyStep> tell(const std::vector<Reach::Step>& chain) const {
    std::vector<WhyStep> steps;
    for (size_t i = 0; i < chain.size(); ++i) {
      const Reach::Step& step = chain[i];
      steps.push_back({step.vat, nameOf(step.vat, step.ref),
                       step.root ? WhyHeld(*step.root) : heldBy(chain[i - 1], step)});
    }
    return steps;
  }

 private:
  Vref nameOf(VatId vat, RefKey ref) const {
    if (ref % 2 == 1) return {kImportClass, ref / 2};
    if (const auto object = inspector_.object(vat, ref / 2)) return object->ref;
    const bool isPromise =
        store_.get(vatDataKey(vat, {VatTable::promise, ref / 2, {}})).has_value();
    return {isPromise ? kPromiseClass : kHeapObjectClass, ref / 2};
  }

  WhyHeld heldBy(const Reach::Step& holder, const Reach::Step& held) const {
    if (held.weakStore != 0) return byWeakEntry(holder, held);
    if (holder.ref % 2 == 1) return HeldByImport{};
    const uint64_t id = holder.ref / 2;
    if (const auto state = inspector_.state(holder.vat, id)) return byProperty(*state, held.ref);
    if (inspector_.storeRecord(holder.vat, id)) return byEntry(holder.vat, id, held.ref);
    return HeldByPromise{};
  }

  static WhyHeld byProperty(const StateInfo& state, RefKey ref) {
    BodyReader reader(state.values.body, state.values.slots.size());
    for (size_t i = 0; i < state.names.size() && !reader.atEnd();) {
      const BodyItem item = reader.next();
      if (refersTo(item, state.values, ref)) return HeldByProperty{state.names[i]};
      if (!reader.isWithinValue()) ++i;
    }
    return HeldByProperty{};
  }

  WhyHeld byEntry(VatId vat, uint64_t id, RefKey ref) const {
    HeldByEntry held{id, {}, false};
    findEntry(vat, {VatTable::entry, id, {}}, ref, [&](std::string_view tail, VatCapData value) {
      held.entry = {parseStoreKey(tail), std::move(value)};
      held.asKey = std::holds_alternative<ObjectStoreKey>(held.entry.key) &&
                   held.entry.value.slots.front().key() == ref;
      return true;
    });
    return held;
  }

  // Of the entries that hold it one whose key is the step before, else one whose key is kept.
  WhyHeld byWeakEntry(const Reach::Step& holder, const Reach::Step& step) const {
    HeldByWeakEntry held{step.weakStore, {}};
    const bool byStore = holder.vat == step.vat && holder.ref == step.weakStore * 2;
    const VatKey entries{VatTable::weakEntry, step.weakStore, {}};
    findEntry(step.vat, entries, step.ref, [&](std::string_view tail, VatCapData value) {
      const auto key = weakEntryKey(tail);
      if (!key || !(byStore ? reach_.isLiveKey(step.vat, *key) : isName(step.vat, *key, holder)))
        return false;
      held.entry = {ObjectStoreKey{*key}, std::move(value)};
      return true;
    });
    return held;
  }

  bool isName(VatId vat, RefKey key, const Reach::Step& object) const {
    if (vat == object.vat && key == object.ref) return true;
    if (key % 2 == 0) return false;
    const auto bytes = store_.get(nameKey(object.vat, {KrefKind::object, key / 2}));
    const auto name = bytes ? parseName(*bytes) : std::nullopt;
    return name && name->name.key() == object.ref;
  }

  // Calls `take` with each entry that holds `ref`, until it says that this is the one.
  template <class Take>
  void findEntry(VatId vat, const VatKey& entries, RefKey ref, const Take& take) const {
    std::vector<Vref> held;
    const std::string start = vatDataKey(vat, entries);
    eachRecord(store_, start, [&](std::string_view tail, std::string_view value) {
      listHeld({entries.table, entries.id, tail}, value, held);
      const bool holds = std::any_of(held.begin(), held.end(),
                                     [&](const Vref& each) { return each.key() == ref; });
      return !holds || !take(tail, orDamaged(parseCapData(value), "entry"));
    });
  }

  const store::Store& store_;
  const Inspector inspector_;
  const Reach& reach_;
};

}  // namespace

std::vector<WhyStep> whyKept(const store::Store& store, VatId vat, RefKey ref) {
  Reach reach(store);
  const auto chain = reach.chainTo(vat, ref);
  return Teller(store, reach).tell(chain);
}

}  // namespace keeve::kernel
