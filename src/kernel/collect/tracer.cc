#include "kernel/collect/tracer.h"

#include <algorithm>

#include "kernel/collect/ref_counts.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/records.h"
#include "kernel/tables/roles.h"
#include "kernel/tables/schema.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {

namespace {

// Those beyond are found again among the marks.
constexpr size_t kStackMax = 65536;

// A run of nodes is read in the order of the store: so many at least, each near the one before.
constexpr size_t kRunMin = 8;
constexpr uint64_t kGapMax = 8;

template <class Visit>
void eachRow(const store::Store& store, const std::string& prefix, const Visit& visit) {
  const auto cursor = store.cursor();
  for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix); cursor->next())
    visit(cursor->key().substr(prefix.size()), cursor->value());
}

std::string dataTable(VatId vat, VatTable table) {
  return vatPartKey(vat, VatPart::data) + static_cast<char>(table);
}

}  // namespace

// Roots ---------------------------------------------------------------------------------------------

void Tracer::takeInVat(VatId vat, const KnownRows* facts) {
  const std::lock_guard lock(mutex_);
  const auto bytes = store_.get(vatDataKey(vat, {VatTable::counters}));
  const VatCounters counters = bytes ? orDamaged(parseCounters(*bytes), "counters") : VatCounters{};
  vats_[vat].idEnd = counters.nextId;
  vats_[vat].facts = facts;
  push(vat, kBaggageId);
  eachRow(store_, dataTable(vat, VatTable::binding),
          [&](std::string_view rest, std::string_view value) {
            uint64_t n = 0;
            if (!takeOrderedVarint(rest, n) || rest.empty()) return;
            const auto what = static_cast<VatBinding>(rest.front());
            if (what != VatBinding::strongStore && what != VatBinding::weakStore) return;
            ByteReader reader(value);
            if (const auto store = reader.takeVarint()) push(vat, *store);
          });
}

void Tracer::takeInPromises(uint64_t krefEnd) {
  const std::lock_guard lock(mutex_);
  krefEnd_ = krefEnd;
  eachRow(store_, tableKey('N'), [&](std::string_view, std::string_view value) {
    const VatId vat = orDamaged(parseVatId(value), "vat name");
    eachRow(store_, vatPartKey(vat, VatPart::promiseNames),
            [&](std::string_view rest, std::string_view) {
              pushKref({KrefKind::promise, numberIn(rest)});
            });
  });
}

void Tracer::reach(const Kref& ref) {
  const std::lock_guard lock(mutex_);
  pushKref(ref);
}

void Tracer::reach(VatId vat, RefKey key) {
  const std::lock_guard lock(mutex_);
  if (key % 2 == 1) {
    pushKref({KrefKind::object, key / 2});
  } else {
    push(vat, key / 2);
  }
}

void Tracer::reachAsKey(uint64_t object) {
  const std::lock_guard lock(mutex_);
  objects_.insert(object);
}

void Tracer::reachTables() {
  const std::lock_guard lock(mutex_);
  const auto reachRef = [this](const Kref& ref) { pushKref(ref); };
  const auto reachPromise = [this](uint64_t id) {
    if (id != 0) pushKref({KrefKind::promise, id});
  };
  for (const char table : {'Q', 'L'}) {
    eachRow(store_, tableKey(table), [&](std::string_view, std::string_view value) {
      const QueueEntry entry = orDamaged(parseQueueEntry(value), "queue");
      if (const auto* message = std::get_if<KernelMessage>(&entry.what))
        eachRef(*message, reachRef);
      if (const auto* news = std::get_if<NotifyEntry>(&entry.what)) pushKref(news->promise);
      if (const auto* ticket = std::get_if<TicketEntry>(&entry.what)) pushKref(ticket->promise);
    });
  }
  eachRow(store_, tableKey('X'), [&](std::string_view, std::string_view value) {
    eachRef(orDamaged(parseOpenHostCall(value), "host call").message, reachRef);
  });
  eachRow(store_, tableKey('K'), [&](std::string_view, std::string_view value) {
    const Role role = orDamaged(parseRole(value), "kernel object");
    if (const auto* admin = std::get_if<AdminRole>(&role)) pushKref(admin->done);
  });
  eachRow(store_, tableKey('N'), [&](std::string_view, std::string_view value) {
    const auto bytes =
        store_.get(vatPartKey(orDamaged(parseVatId(value), "vat name"), VatPart::record));
    const VatRecord vat = orDamaged(bytes ? parseVat(*bytes) : std::nullopt, "vat");
    for (const Kref& slot : vat.parameters.slots) pushKref(slot);
    reachPromise(vat.creating);
  });
  const auto app = store_.get(kAppKey);
  if (app) reachPromise(orDamaged(parseApp(*app), "app").asking);
}

// Marks ---------------------------------------------------------------------------------------------

void Tracer::push(VatId vat, uint64_t id) {
  if (!vats_[vat].reached.insert(id)) return;
  ++found_;
  if (stack_.size() < kStackMax) stack_.push_back({vat, id});
}

void Tracer::pushKref(const Kref& ref) {
  if (ref.isPromise()) {
    if (promises_.insert(ref.id)) promiseStack_.push_back(ref.id);
  } else if (objects_.insert(ref.id)) {
    if (const auto where = home(ref.id)) push(where->first, where->second.id);
  }
}

std::optional<std::pair<VatId, Vref>> Tracer::home(uint64_t object) {
  const auto bytes = store_.get(ownerKey(object));
  if (!bytes) return std::nullopt;
  const OwnerRecord owner = orDamaged(parseOwner(*bytes), "owner");
  const auto name = store_.get(nameKey(owner.vat, {KrefKind::object, object}));
  if (!name) return std::nullopt;
  return std::pair(owner.vat, orDamaged(parseName(*name), "c-list").name);
}

bool Tracer::isMarked(VatId vat, uint64_t id) const {
  const auto found = vats_.find(vat);
  return found != vats_.end() && found->second.reached.contains(id);
}

bool Tracer::isMarkedKey(VatId vat, RefKey key) {
  if (key % 2 == 0) return key == 2 * kRootId || isMarked(vat, key / 2);
  if (objects_.contains(key / 2)) return true;
  // The objects of the kernel itself, and roots among those of vats, are nobody's garbage. The entries of what has no record any
  // more go by themselves.
  if (const auto where = home(key / 2))
    return where->second.id == kRootId || isMarked(where->first, where->second.id);
  const auto bytes = store_.get(ownerKey(key / 2));
  return !bytes || orDamaged(parseOwner(*bytes), "owner").vat == kKernelVat;
}

bool Tracer::isReached(VatId vat, uint64_t id) const {
  const std::lock_guard lock(mutex_);
  const auto found = vats_.find(vat);
  return found == vats_.end() || id >= found->second.idEnd || found->second.reached.contains(id);
}

uint64_t Tracer::idEnd(VatId vat) const {
  const std::lock_guard lock(mutex_);
  const auto found = vats_.find(vat);
  return found == vats_.end() ? 0 : found->second.idEnd;
}

bool Tracer::isKeyReached(VatId vat, RefKey key) {
  const std::lock_guard lock(mutex_);
  return isMarkedKey(vat, key);
}

bool Tracer::isReached(const Kref& promise) const {
  const std::lock_guard lock(mutex_);
  return !krefEnd_ || promise.id >= *krefEnd_ || promises_.contains(promise.id);
}

uint64_t Tracer::reachedCount() const {
  const std::lock_guard lock(mutex_);
  return found_;
}

// Steps ---------------------------------------------------------------------------------------------

// Others want the lock to say what they changed, and hold the kernel's meanwhile.
bool Tracer::step(size_t budget) {
  constexpr size_t kPortion = 64;
  bool isMore = true;
  for (size_t left = budget; isMore && left > 0; left -= std::min(left, kPortion))
    isMore = stepLocked(std::min(left, kPortion));
  // What changes from here on is seen by the next step; what changed meanwhile was said.
  states_.release();
  entries_.reset();
  return isMore;
}

bool Tracer::stepLocked(size_t budget) {
  const std::lock_guard lock(mutex_);
  while (budget > 0) {
    if (!open_.empty()) {
      OpenStore& open = open_.back();
      const size_t seen = lookAtEntries(open, budget);
      const bool isDone = seen < budget;
      budget -= std::max<size_t>(1, seen);
      if (isDone) open_.pop_back();
    } else if (!promiseStack_.empty()) {
      const uint64_t promise = promiseStack_.back();
      promiseStack_.pop_back();
      lookAtPromise(promise);
      --budget;
    } else if (!lookAtNodes(budget) && !lookAgain()) {
      return false;
    }
  }
  return true;
}

bool Tracer::hasMore() {
  const std::lock_guard lock(mutex_);
  if (!open_.empty() || !promiseStack_.empty() || !stack_.empty() || lookAgain()) return true;
  return std::any_of(vats_.begin(), vats_.end(), [](const auto& each) {
    return each.second.reached.size() != each.second.done.size();
  });
}

// False where there was none.
bool Tracer::lookAtNodes(size_t& budget) {
  if (stack_.empty() && !refillStack()) return false;
  const std::vector<Node> run = takeRun(budget);
  for (const Node& node : run) look(node, run.size() >= kRunMin);
  budget -= run.size();
  return true;
}

// From the marks, where there are such that were not looked at.
bool Tracer::refillStack() {
  for (auto& [vat, marks] : vats_) {
    if (marks.reached.size() == marks.done.size()) continue;
    std::optional<uint64_t> id = marks.reached.nextNotIn(marks.done, 0);
    for (; id && stack_.size() < kStackMax; id = marks.reached.nextNotIn(marks.done, *id + 1))
      stack_.push_front({vat, *id});  // so that they are taken in the order of the store
    if (!stack_.empty()) return true;
  }
  return false;
}

// Those on top of the stack that lie near each other in the store, in its order: one at least. What an entry after the other has
// named lies the other way round.
std::vector<Tracer::Node> Tracer::takeRun(size_t limit) {
  std::vector<Node> run;
  bool isRising = true;
  while (!stack_.empty() && run.size() < limit) {
    const Node& node = stack_.back();
    if (run.size() == 1) isRising = node.id > run.back().id;
    if (!run.empty()) {
      const uint64_t gap = isRising ? node.id - run.back().id : run.back().id - node.id;
      if (node.vat != run.back().vat || gap > kGapMax) break;
    }
    run.push_back(node);
    stack_.pop_back();
  }
  if (!isRising) std::reverse(run.begin(), run.end());
  return run;
}

void Tracer::look(const Node& node, bool isInRun) {
  VatMarks& marks = vats_[node.vat];
  if (!marks.done.insert(node.id)) return;
  const std::string stateKey = vatDataKey(node.vat, {VatTable::state, node.id});
  const auto foundAlone = isInRun ? std::nullopt : store_.get(stateKey);
  const std::optional<std::string_view> state = isInRun ? states_.find(stateKey) : foundAlone;
  if (state) {
    pushSlots(node.vat, orDamaged(parseStateParts(*state), "state").capdata);
  } else if (const auto record = store_.get(vatDataKey(node.vat, {VatTable::store, node.id}))) {
    const bool isStrong = orDamaged(parseStore(*record), "store").strength == Strength::strong;
    open_.push_back({node, isStrong ? VatTable::entry : VatTable::weakEntry, ""});
  } else if (const auto promise = store_.get(vatDataKey(node.vat, {VatTable::promise, node.id}))) {
    pushSlots(node.vat, std::string_view(*promise).substr(1));
  }
  if (!marks.facts || marks.facts->mayHave(2 * node.id)) lookAtWeakEntries(node);
}

// Of weak stores that were reached before their key.
void Tracer::lookAtWeakEntries(const Node& key) {
  const auto bytes = store_.get(factsKey(key.vat, 2 * key.id));
  if (!bytes) return;
  const ObjectFacts facts = orDamaged(parseFacts(*bytes), "count of references");
  std::string tail;
  appendOrderedVarint(tail, 2 * key.id);
  const auto lookAt = [&](uint64_t store) {
    if (!isMarked(key.vat, store)) return;
    const auto entry = store_.get(vatDataKey(key.vat, {VatTable::weakEntry, store, tail}));
    if (entry) pushSlots(key.vat, *entry);
  };
  for (const uint64_t store : facts.weakStores) lookAt(store);
  if (!facts.hasMoreWeakStores) return;
  eachRow(store_, weakKeysKey(key.vat, 2 * key.id),
          [&](std::string_view rest, std::string_view) { lookAt(numberIn(rest)); });
}

size_t Tracer::lookAtEntries(OpenStore& open, size_t limit) {
  const Node node = open.node;
  const bool isWeak = open.table == VatTable::weakEntry;
  const std::string prefix = vatDataKey(node.vat, {open.table, node.id});
  const bool goesOn = entries_ && !open.after.empty() && open.after == entriesBefore_;
  if (!entries_) entries_ = store_.cursor();
  if (!goesOn) entries_->seek(open.after.empty() ? prefix : open.after + '\0');
  size_t seen = 0;
  // `open` may move: what is pushed here opens no stores.
  for (; seen < limit && entries_->valid() && entries_->key().starts_with(prefix);
       entries_->next()) {
    ++seen;
    open.after = entries_->key();
    entriesBefore_ = open.after;
    if (isWeak) {
      const RefKey key = numberIn(entries_->key().substr(prefix.size()));
      if (!isMarkedKey(node.vat, key)) {
        if (key % 2 == 1) toLookAgain_.emplace(node.vat, node.id);
        continue;
      }
    }
    pushSlots(node.vat, entries_->value());
  }
  return seen;
}

void Tracer::lookAtPromise(uint64_t promise) {
  const auto bytes = store_.get(promiseKey(promise));
  if (!bytes) return;
  const KernelPromise record = orDamaged(parseKernelPromise(*bytes), "promise");
  if (const auto* settled = std::get_if<Settled>(&record.state)) {
    for (const Kref& slot : settled->value.slots) pushKref(slot);
    return;
  }
  const auto& undecided = std::get<Undecided>(record.state);
  for (uint64_t n = undecided.gone; n < undecided.waiting; ++n) {
    const auto message = store_.get(waitingKey(promise, n));
    if (message) {
      eachRef(orDamaged(parseMessage(*message), "waiting message"),
              [this](const Kref& ref) { pushKref(ref); });
    }
  }
}

bool Tracer::lookAgain() {
  const uint64_t found = found_ + objects_.size();
  if (toLookAgain_.empty() || found == foundBefore_) return false;
  foundBefore_ = found;
  for (const auto& [vat, store] : std::exchange(toLookAgain_, {}))
    open_.push_back({{vat, store}, VatTable::weakEntry, ""});
  return true;
}

// An object of the vat's own heap leads nowhere; it keeps its name, and entries that others have by that, while a record has it.
void Tracer::pushSlots(VatId vat, std::string_view capdata) {
  for (const Vref& slot : orDamaged(parseSlots(capdata), "value")) {
    if (slot.isImport()) {
      pushKref({KrefKind::object, slot.id});
    } else {
      push(vat, slot.id);
    }
  }
}

}  // namespace keeve::kernel
