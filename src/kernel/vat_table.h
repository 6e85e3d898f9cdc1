// The vats of a store: what is written down of each, and its worker while it runs. Vats are never
// moved or forgotten while the kernel lives, so that a reference to one stays good.
//
// A vat whose worker is there is awake. Vats fall asleep by least recent use where there are more
// awake than wanted and no outsider could tell (SPEC §8.3); their next delivery begins a new
// incarnation.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kernel/collect/vat_garbage.h"
#include "kernel/crash_note.h"
#include "kernel/names_at_hand.h"
#include "kernel/sources/module_finder.h"
#include "kernel/tables/records.h"
#include "protocol/worker.h"
#include "store/store.h"

namespace keeve::kernel {

// What a new start of a vat is to take up; in force once that start commits.
struct VatUpdate {
  VatLimits limits;
  std::set<std::string> powers;
  KernelCapData parameters;  // its slots are objects
};

struct Vat {
  VatId id;
  VatRecord record;                   // as in the store
  std::unique_ptr<VatWorker> worker;  // null: no incarnation is running. Vats::wake() sets it
  ModuleFinder* files = nullptr;      // where its sources are read anew; null: the stored ones
  std::optional<VatUpdate> update;
  // Why it did not start in this life of the kernel, as a value; "" where it did, or has not been
  // tried.
  std::string startFailure;
  std::string startLog;      // the same for people, with the stack
  bool heapIsNamed = false;  // as its last delivery said (Delivered::heapIsNamed)
  NamesAtHand names;         // while it is awake
  size_t newsAtOnce = 1;     // that a crank may take, while each is little work (crank_news.cc)
  std::optional<CrashNote> crash;  // how it ended a process before this one
  VatGarbage garbage;
  std::optional<size_t> cacheToShrinkTo;  // bytes, where others need the room of its state cache

  const std::string& name() const { return record.settings.name; }
  bool needsStart() const {
    return !worker && startFailure.empty() && !record.hasEnded() && id != kKernelVat;
  }

 private:
  friend class Vats;
  std::list<Vat*>::iterator place_;  // in a list of Vats, while it is awake
  bool isKept_ = false;              // which list
};

class Vats {
 public:
  // `awakeMax`: how many may be awake before the least recently used go to sleep; 0: any number.
  explicit Vats(size_t awakeMax);

  // Throws StoreError where the store's records are damaged.
  void load(const store::Store& store);
  Vat& add(VatId id, VatRecord record);

  Vat* find(std::string_view name);
  // kKernelVat has an entry too, and no name. Vats that were gone when the kernel began have none.
  const Vat* find(VatId id) const;
  Vat& get(VatId id);
  const Vat& get(VatId id) const;
  std::vector<Vat*> all();   // in the order of their names
  size_t liveCount() const;  // those that have not ended

  // The vat is gone: its name is free.
  void forgetName(const Vat& vat) { names_.erase(vat.name()); }

  void wake(Vat& vat, std::unique_ptr<VatWorker> worker);
  void use(Vat& vat);  // a crank of it has ended
  std::unique_ptr<VatWorker> sleep(Vat& vat);
  size_t awakeCount() const { return used_.size() + kept_.size(); }
  // Whether as many are awake as may be: another that wakes sends one to sleep.
  bool isFull() const { return awakeMax_ > 0 && awakeCount() >= awakeMax_; }

  // Sends a vat to sleep where too many are awake: its worker, to be destroyed when no lock is
  // held. `canSleep` is asked of each vat in question, once after each of its cranks.
  std::unique_ptr<VatWorker> sleepOne(const std::function<bool(const Vat&)>& canSleep);

  // The vats that own objects which were lately sent to, and live. A heap that begins or ends takes its
  // vat's away.
  VatId ownerAtHand(uint64_t object) const;  // kNoVat where the store must be asked
  void keepOwner(uint64_t object, VatId vat);
  void forgetOwner(uint64_t object) { owners_.erase(object); }

 private:
  void forgetOwned(VatId vat);

  const size_t awakeMax_;
  std::map<VatId, Vat> vats_;
  std::map<std::string, VatId, std::less<>> names_;
  // Those awake: the least recently used first, and those that were found to have to stay until
  // they run again.
  std::list<Vat*> used_;
  std::list<Vat*> kept_;
  std::unordered_map<uint64_t, VatId> owners_;  // by the kref's number
};

}  // namespace keeve::kernel
