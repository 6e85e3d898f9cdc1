#include "campaign/script.h"

#include <algorithm>
#include <utility>

namespace keeve::campaign {

namespace {
constexpr size_t kFirstFreeSlot = kBound;  // the bound stores stand before it
}

// Weights in churn, cycles, crossVat, drops, stores.
const std::vector<Script::Choice> Script::kChoices = {
    {"makeNode", &Script::makeNode, nullptr, {100, 40, 60, 20, 40}},
    {"makeTwin", &Script::makeTwin, nullptr, {10, 20, 10, 2, 5}},
    {"makeFailing", &Script::makeFailing, nullptr, {2, 2, 2, 2, 2}},
    {"copy", &Script::copy, nullptr, {128, 96, 96, 64, 96}},
    {"drop", &Script::drop, nullptr, {80, 30, 40, 160, 40}},
    {"dropAll", &Script::dropAll, nullptr, {0, 0, 0, 4, 0}},
    {"setReference", &Script::setReference, nullptr, {80, 140, 120, 20, 40}},
    {"setSelf", &Script::setSelf, nullptr, {4, 10, 4, 2, 2}},
    {"setNumber", &Script::setNumber, nullptr, {60, 20, 40, 100, 20}},
    {"setArray", &Script::setArray, nullptr, {15, 25, 20, 5, 10}},
    {"readField", &Script::readField, nullptr, {128, 96, 96, 96, 64}},
    {"tellSerial", &Script::tellSerial, nullptr, {96, 96, 96, 96, 48}},
    {"tellSame", &Script::tellSame, nullptr, {64, 64, 96, 64, 48}},
    {"makeChain", &Script::makeChain, nullptr, {4, 8, 4, 1, 2}},
    {"makeTree", &Script::makeTree, nullptr, {2, 2, 2, 1, 1}},
    {"keepRoot", &Script::keepRoot, nullptr, {40, 20, 30, 10, 20}},
    {"dropRoot", &Script::dropRoot, nullptr, {30, 10, 20, 120, 15}},
    {"readRoot", &Script::readRoot, nullptr, {48, 24, 48, 48, 32}},
    {"makeStrong", &Script::makeStrong, &Features::stores, {4, 4, 4, 1, 20}},
    {"makeWeak", &Script::makeWeak, &Features::weak, {4, 4, 4, 1, 20}},
    {"putByObject", &Script::putByObject, nullptr, {20, 20, 30, 5, 100}},
    {"putByNumber", &Script::putByNumber, nullptr, {10, 10, 10, 5, 40}},
    {"putItself", &Script::putItself, &Features::stores, {1, 2, 1, 1, 6}},
    {"deleteByObject", &Script::deleteByObject, nullptr, {15, 5, 10, 60, 40}},
    {"deleteByNumber", &Script::deleteByNumber, nullptr, {5, 3, 5, 30, 20}},
    {"getByObject", &Script::getByObject, nullptr, {24, 16, 24, 24, 96}},
    {"getByNumber", &Script::getByNumber, nullptr, {16, 8, 16, 16, 48}},
    {"firstKey", &Script::firstKey, nullptr, {1, 1, 1, 1, 3}},
    {"tellSize", &Script::tellSize, nullptr, {10, 10, 10, 10, 20}},
    {"tellHas", &Script::tellHas, nullptr, {16, 16, 16, 16, 48}},
    {"mapSet", &Script::mapSet, &Features::maps, {20, 10, 20, 5, 30}},
    {"mapDelete", &Script::mapDelete, &Features::maps, {10, 5, 5, 10, 10}},
    {"mapGet", &Script::mapGet, &Features::maps, {24, 16, 24, 16, 32}},
    {"mapRenew", &Script::mapRenew, &Features::maps, {1, 0, 1, 4, 1}},
    {"makeToken", &Script::makeToken, &Features::tokens, {10, 5, 10, 2, 5}},
    {"makeHolder", &Script::makeHolder, &Features::tokens, {10, 15, 5, 2, 5}},
    {"holderSet", &Script::holderSet, &Features::tokens, {15, 20, 10, 5, 10}},
    {"holderGet", &Script::holderGet, &Features::tokens, {16, 16, 16, 8, 16}},
    {"makeSettled", &Script::makeSettled, &Features::promises, {8, 8, 8, 2, 5}},
    {"makePending", &Script::makePending, &Features::promises, {4, 4, 4, 1, 3}},
    {"resolve", &Script::resolve, &Features::promises, {4, 4, 4, 10, 3}},
    {"await", &Script::await, &Features::promises, {8, 8, 8, 5, 5}},
    {"send", &Script::send, &Features::vats, {10, 10, 60, 5, 10}},
    {"hold", &Script::hold, &Features::host, {1, 1, 1, 1, 1}},
};

void Script::weigh(Flavour flavour) {
  acts_.clear();
  weightSums_.clear();
  uint32_t sum = 0;
  for (const Choice& choice : kChoices) {
    if (choice.feature != nullptr && !(features_.*choice.feature)) continue;
    if (features_.actsLeftOut.contains(choice.name)) continue;
    sum += choice.weights.at(static_cast<size_t>(flavour));
    acts_.push_back(choice.act);
    weightSums_.push_back(sum);
  }
}

std::vector<std::string> Script::actNames() {
  std::vector<std::string> names;
  names.reserve(kChoices.size());
  for (const Choice& choice : kChoices) names.emplace_back(choice.name);
  return names;
}

Script::Act Script::choose() {
  const auto at =
      std::upper_bound(weightSums_.begin(), weightSums_.end(), random_.below(weightSums_.back()));
  return acts_[static_cast<size_t>(at - weightSums_.begin())];
}

void Script::beginRound(Flavour flavour) {
  ++round_;
  weigh(flavour);
  const uint64_t rarity = flavour == Flavour::crossVat ? 2 : 5;
  for (size_t from = 0; from < kVats; ++from) {
    for (size_t to = 0; to < kVats; ++to) {
      sends_[from][to] = features_.vats && from != to && random_.oneIn(rarity);
    }
  }
}

Batch Script::batch(size_t vat, uint64_t operations) {
  vat_ = vat;
  batch_ = {};
  takeBound();
  const uint64_t end = operations_ + operations;
  while (operations_ < end) (this->*choose())();
  return std::exchange(batch_, {});
}

void Script::takeBound() {
  for (size_t i = 0; i < kBound; ++i) {
    const Id id = graph_.bound(vat_, static_cast<Bound>(i));
    if (in(i) == id) continue;
    emit(Op::takeBound, i, i);
    put(i, id);
  }
}

bool Script::isUsable(size_t slot) const {
  return slot < kOwnSlots || !sends_[(slot - kOwnSlots) / kInboxSlots][vat_];
}

size_t Script::anySlot() {
  for (;;) {
    const size_t slot = random_.oneIn(4) ? static_cast<size_t>(random_.below(kSlots))
                                         : static_cast<size_t>(random_.below(kOwnSlots));
    if (isUsable(slot)) return slot;
  }
}

size_t Script::freeSlot() {
  return kFirstFreeSlot + static_cast<size_t>(random_.below(kOwnSlots - kFirstFreeSlot));
}

bool Script::isStorable(const Thing& thing) const {
  switch (thing.sort) {
    case Sort::holder:
      return features_.tokens && features_.heapCycles;
    case Sort::token:
      return features_.tokens;
    case Sort::promise:
      return features_.promises;
    default:
      return true;
  }
}

std::optional<size_t> Script::pickNode() {
  return pick([&](const Thing& thing) { return thing.sort == Sort::node && thing.vat == vat_; });
}

std::optional<size_t> Script::pickStorable() {
  return pick([&](const Thing& thing) { return isStorable(thing); });
}

std::optional<size_t> Script::pickAny() {
  return pick([](const Thing&) { return true; });
}

std::optional<size_t> Script::pickStore(Sort sort) {
  return pick([&](const Thing& thing) { return thing.sort == sort && thing.vat == vat_; });
}

std::optional<size_t> Script::pickAnyStore() {
  return pick([&](const Thing& thing) {
    return thing.isStore() && thing.vat == vat_ &&
           (features_.weak || thing.sort != Sort::weakStore);
  });
}

// Remotables are keys of strong stores; of weak ones anything is. What has no lasting name has its entry in the heap, and the
// value could lead to it.
bool Script::canBeKey(Sort store, const Thing& thing) const {
  if (!isStorable(thing)) return false;
  if (store == Sort::strongStore) return thing.sort != Sort::promise;
  return features_.heapCycles || !thing.isOfHeap() ||
         (thing.vat != vat_ && thing.sort != Sort::promise);
}

std::optional<size_t> Script::pickKey(Sort store) {
  return pick([&](const Thing& thing) { return canBeKey(store, thing); });
}

}  // namespace keeve::campaign
