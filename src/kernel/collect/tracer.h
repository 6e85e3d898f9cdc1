// Finds what can be reached in a store, within vats and across them (SPEC §7): from roots, through states, stores, stored
// promises, the promises of the kernel, and from what a vat imports to the object where it lives. Entries of weak stores lead
// on from store and key together.
//
// It goes in steps while the store changes. What was reachable when it began is found all the same, if whoever changes the
// store says what it made and broke references to: both ends of the classic barriers, and cheap, since counts change there
// anyway. What is made after a vat's numbers were taken in counts as reached.
//
// Any thread may call any method; step() is for one at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/collect/id_set.h"
#include "kernel/collect/known_rows.h"
#include "kernel/collect/row_reader.h"
#include "kernel/tables/kref.h"
#include "protocol/vat_key.h"
#include "protocol/vref.h"
#include "store/store.h"

namespace keeve::kernel {

class Tracer {
 public:
  // `store` must outlive it.
  explicit Tracer(const store::Store& store) : store_(store), states_(store) {}

  // The vat's objects with numbers below those that it will give out next may be found to be garbage from now on; its
  // baggage and what its bindings name are reached. `facts`, of the vat's objects, must outlive it; null: not known.
  void takeInVat(VatId vat, const KnownRows* facts);
  // The same of the promises of the kernel with numbers below `krefEnd`, which are reached where c-lists name them.
  void takeInPromises(uint64_t krefEnd);

  void reach(const Kref& ref);
  void reach(VatId vat, RefKey key);
  void reachAsKey(uint64_t object);  // after the last step: nothing is traced from there
  void reachTables();  // what queues, host calls and the records of vats and kernel objects name

  // Looks at some of what was reached: about `budget` records. False where all that can be reached was.
  bool step(size_t budget);

  // Whether there is something to look at.
  bool hasMore();

  // After the last step: whether the object, or the kernel's promise, was reached, or is too new to tell.
  bool isReached(VatId vat, uint64_t id) const;
  bool isReached(const Kref& promise) const;
  bool isKeyReached(VatId vat, RefKey key);  // of a weak store

  uint64_t idEnd(VatId vat) const;  // 0 of a vat that was not taken in
  uint64_t reachedCount() const;

 private:
  struct VatMarks {
    uint64_t idEnd = 0;
    const KnownRows* facts = nullptr;
    IdSet reached;
    IdSet done;
  };
  struct Node {
    VatId vat;
    uint64_t id = 0;
  };
  // A store whose entries are being looked at.
  struct OpenStore {
    Node node;
    VatTable table;
    std::string after;  // the key of the last
  };

  bool stepLocked(size_t budget);
  void push(VatId vat, uint64_t id);  // these need mutex_
  void pushKref(const Kref& ref);
  bool isMarked(VatId vat, uint64_t id) const;
  bool isMarkedKey(VatId vat, RefKey key);
  std::optional<std::pair<VatId, Vref>> home(uint64_t object);
  bool refillStack();
  std::vector<Node> takeRun(size_t limit);
  bool lookAtNodes(size_t& budget);
  void look(const Node& node, bool isInRun);
  void lookAtWeakEntries(const Node& key);
  size_t lookAtEntries(OpenStore& open, size_t limit);
  void lookAtPromise(uint64_t promise);
  bool lookAgain();
  void pushSlots(VatId vat, std::string_view capdata);

  const store::Store& store_;
  mutable std::recursive_mutex mutex_;
  std::map<VatId, VatMarks> vats_;
  std::deque<Node> stack_;
  std::deque<OpenStore> open_;
  // Of one step.
  RowReader states_;
  std::unique_ptr<store::Cursor> entries_;
  std::string entriesBefore_;  // the key that `entries_` has just gone past
  // Those that others than their vat have, by kref: what ends with its heap or its vat has no name at home any more.
  IdSet objects_;
  std::optional<uint64_t> krefEnd_;
  IdSet promises_;
  std::vector<uint64_t> promiseStack_;
  // Weak stores with imports among their keys: looked at again when all else is done, as long as that finds something.
  std::set<std::pair<VatId, uint64_t>> toLookAgain_;
  uint64_t foundBefore_ = 0;
  uint64_t found_ = 0;
};

}  // namespace keeve::kernel
