// Writes what the vats are to do, at random, and does it to the graph at the same time.
//
// A round is a batch of operations for each vat, and they may run in any order among the vats: what one
// sends in a round comes into slots that the other's batch of that round leaves alone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "campaign/features.h"
#include "campaign/graph.h"
#include "campaign/operations.h"

namespace keeve::campaign {

enum class Flavour : uint8_t { churn, cycles, crossVat, drops, stores };
inline constexpr size_t kFlavours = 5;

struct Batch {
  std::vector<int64_t> numbers;  // the operations
  std::vector<int64_t> tells;    // what the vat is to tell, in this order
};

class Script {
 public:
  Script(Graph& graph, Random& random, const Features& features)
      : graph_(graph), random_(random), features_(features) {}

  // Decides who sends to whom.
  void beginRound(Flavour flavour);
  Batch batch(size_t vat, uint64_t operations);

  static std::vector<std::string> actNames();          // of the operations that it knows
  uint64_t operations() const { return operations_; }  // so far; a chain of n counts n
  uint64_t round() const { return round_; }

 private:
  // Each does one operation, or says false where the vat has nothing to do it with.
  using Act = bool (Script::*)();
  struct Choice {
    const char* name;
    Act act;
    bool Features::*feature;  // without which it is left out; null: always there
    std::array<uint16_t, kFlavours> weights;
  };
  static const std::vector<Choice> kChoices;
  void weigh(Flavour flavour);
  Act choose();
  bool makeNode();
  bool makeTwin();
  bool makeFailing();
  bool copy();
  bool drop();
  bool dropAll();
  bool setReference(), setSelf();
  bool setNumber();
  bool setArray();
  bool readField();
  bool tellSerial();
  bool tellSame();
  bool makeChain();
  bool makeTree();
  bool keepRoot();  // in the bound strong store
  bool dropRoot();
  bool readRoot();
  bool makeStrong(), makeWeak();
  bool putByObject();
  bool putByNumber();
  bool putItself();
  bool deleteByObject();
  bool deleteByNumber();
  bool getByObject();
  bool getByNumber();
  bool firstKey();
  bool tellSize();
  bool tellHas();
  bool mapSet();
  bool mapDelete();
  bool mapGet(), mapRenew();
  bool makeToken();
  bool makeHolder();
  bool holderSet();
  bool holderGet();
  bool makeSettled();
  bool makePending();
  bool resolve();
  bool await();
  bool send();
  bool hold();

  template <class... Operands>
  void emit(Op op, Operands... operands) {
    batch_.numbers.push_back(static_cast<int64_t>(op));
    (batch_.numbers.push_back(static_cast<int64_t>(operands)), ...);
    ++operations_;
  }
  void tell(int64_t number) { batch_.tells.push_back(number); }
  void takeBound();
  Id arrive(Id id,
            size_t vat);  // what stands there for a promise that is sent; else the thing itself
  void settle(Id id, Id value);

  // Slots of this vat's heap that this batch may use: any; one of its own that may be overwritten; one
  // with a thing that `fits`.
  bool isUsable(size_t slot) const;
  size_t anySlot();
  size_t freeSlot();
  template <class Fits>
  std::optional<size_t> pick(const Fits& fits) {
    constexpr int kTries = 8;
    for (int tries = 0; tries < kTries; ++tries) {
      const size_t slot = anySlot();
      const Id id = heap().slots[slot];
      if (id != kNothing && !graph_.at(id).isDead && fits(graph_.at(id))) return slot;
    }
    return std::nullopt;
  }
  std::optional<size_t> pickNode();      // of this vat
  std::optional<size_t> pickStorable();  // what may go into a state, a store or a message
  std::optional<size_t> pickAny();
  std::optional<size_t> pickStore(Sort sort);
  std::optional<size_t> pickAnyStore();
  std::optional<size_t> pickKey(Sort store);
  bool isStorable(const Thing& thing) const;
  bool canBeKey(Sort store, const Thing& thing) const;
  bool isPromise(Id id) const { return graph_.at(id).sort == Sort::promise; }

  Heap& heap() { return graph_.heaps.at(vat_); }
  Id in(size_t slot) { return heap().slots[slot]; }
  Thing& thingIn(size_t slot) { return graph_.at(in(slot)); }
  void put(size_t slot, Id id) { heap().slots[slot] = id; }
  size_t someField() { return static_cast<size_t>(random_.below(kFields)); }
  Graph& graph_;
  Random& random_;
  const Features& features_;
  size_t vat_ = 0;
  Batch batch_;
  uint64_t operations_ = 0;
  uint64_t round_ = 0;
  uint64_t holds_ = 0;
  std::array<std::array<bool, kVats>, kVats> sends_ = {};  // from, to
  std::vector<Act> acts_;
  std::vector<uint32_t> weightSums_;
};

}  // namespace keeve::campaign
