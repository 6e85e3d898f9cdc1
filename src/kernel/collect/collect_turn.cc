#include "kernel/collect/collect_turn.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

constexpr size_t kRound = 256;  // that are looked at together
constexpr size_t kCostOfLook = 1;
constexpr size_t kCostOfRecord = CollectTurn::kCostOfObject - kCostOfLook;  // that is deleted

size_t recordsOf(const Collected& collected) {
  return collected.objects + collected.stores + collected.entries + collected.promises +
         collected.imports;
}

}  // namespace

CollectTurn::CollectTurn(KernelState& state, store::CrankBuffer& buffer, Vat& vat)
    : state_(state),
      buffer_(buffer),
      vat_(vat),
      counts_(vat.id, buffer, vat.garbage.known),
      reaper_(vat, state.store, buffer, counts_, effects_,
              state.marking.hasCondemned() ? Reaper::Condemned::some : Reaper::Condemned::none,
              state.marking.quiet()) {
  if (state.marking.listens()) counts_.listen();
  vat.garbage.known.load(state.store, vat.id.number());
  VatGarbage& garbage = vat.garbage;
  const std::vector<Vref> dropped = std::exchange(garbage.dropped, {});
  toLook_.assign(dropped.begin(), dropped.end());
  orphans_ = std::exchange(garbage.orphans, {});
  if (garbage.isWalkDue && !garbage.isWalking) {
    garbage.isWalkDue = false;
    garbage.isWalking = true;
    garbage.walkedTo.clear();
    garbage.foundHeld = false;
  }
  isWalking_ = garbage.isWalking;
  walkedTo_ = garbage.walkedTo;
}

std::optional<Fault> CollectTurn::work(size_t budget, Heap heap) {
  budget_ = budget;
  if (vat_.worker && (heap == Heap::collected || !vat_.garbage.gone.empty())) {
    const auto answer =
        vat_.worker->ask({heap == Heap::collected, {}, std::exchange(vat_.garbage.gone, {})});
    if (const auto* fault = std::get_if<Fault>(&answer)) return *fault;
    if (heap == Heap::collected) {
      isWalking_ = true;
      walkedTo_.clear();
    }
  }
  takeOrphans();
  for (std::vector<Look> round = nextRound(); !round.empty(); round = nextRound()) {
    if (auto fault = look(round)) return fault;
    counts_.finish();
    for (const Vref& dropped : counts_.takeDropped()) toLook_.push_back(dropped);
    if (budget_ == 0) break;
  }
  return std::nullopt;
}

void CollectTurn::takeOrphans() {
  for (const uint64_t object : orphans_) takeOrphan(object);
}

// An export that no other vat has any more, or that nothing on its way names. Where no record refers to it, it is a candidate
// again.
void CollectTurn::takeOrphan(uint64_t object) {
  const std::string row = droppedExportKey(vat_.id, object);
  const bool wasImported = buffer_.get(row).has_value();
  if (wasImported) buffer_.erase(row);
  const auto bytes = buffer_.get(nameKey(vat_.id, {KrefKind::object, object}));
  if (!bytes) return;
  const Vref name = orDamaged(parseName(*bytes), "c-list").name;
  const RefKey key = name.key();
  if (isPinned(key)) return;
  const auto facts = readFacts(buffer_, vat_.id, key, vat_.garbage.known);
  if (!buffer_.get(candidateKey(vat_.id, key))) {
    const bool isHeld = facts ? facts->count > 0 : !countsFromZero(name.refClass);
    if (isHeld || !wasImported) return;
    const uint32_t refClass = std::min<uint32_t>(name.refClass, kFirstShapeClass);
    buffer_.put(candidateKey(vat_.id, key), toBytes(Candidate{refClass}));
    if (facts && !facts->isWeakKey()) buffer_.erase(factsKey(vat_.id, key));
  }
  toLook_.push_back(name);
}

std::vector<CollectTurn::Look> CollectTurn::nextRound() {
  if (toLook_.empty()) return isWalking_ ? walkOn() : std::vector<Look>();
  const auto end = toLook_.begin() + static_cast<std::ptrdiff_t>(std::min(toLook_.size(), kRound));
  std::vector<Look> round;
  std::unordered_set<RefKey> seen;  // some were dropped twice
  for (auto ref = toLook_.begin(); ref != end; ++ref) {
    if (seen.insert(ref->key()).second) round.push_back({*ref});
  }
  toLook_.erase(toLook_.begin(), end);
  return round;
}

std::vector<CollectTurn::Look> CollectTurn::walkOn() {
  const std::string prefix = candidatesKey(vat_.id);
  const std::string begin = walkedTo_.empty() ? prefix : walkedTo_ + '\0';
  const auto rows = buffer_.scan(begin, pastPrefix(prefix), kRound);
  std::vector<Look> round;
  round.reserve(rows.size());
  for (const store::Record& row : rows) {
    const RefKey key = numberIn(std::string_view(row.key).substr(prefix.size()));
    const Candidate candidate = orDamaged(parseCandidate(row.value), "candidate");
    round.push_back({{candidate.refClass, key / 2}, candidate});
  }
  isWalking_ = rows.size() == kRound;
  walkedTo_ = rows.empty() || !isWalking_ ? "" : rows.back().key;
  return round;
}

std::optional<Fault> CollectTurn::look(const std::vector<Look>& round) {
  std::vector<Vref> unheld;
  for (const Look& look : round) {
    budget_ -= std::min(budget_, kCostOfLook);
    if (const auto ref = toAsk(look)) unheld.push_back(*ref);
  }
  if (unheld.empty()) return std::nullopt;
  std::vector<HeapHold> holds(unheld.size(), HeapHold::none);
  if (vat_.worker) {
    auto answer = vat_.worker->ask({false, unheld, {}});
    if (const auto* fault = std::get_if<Fault>(&answer)) return *fault;
    holds = std::move(std::get<HeapAnswer>(answer).holds);
  }
  for (size_t i = 0; i < unheld.size(); ++i) {
    const size_t before = recordsOf(reaper_.collected());
    judge(unheld[i], holds.at(i));
    const size_t records = recordsOf(reaper_.collected()) - before;
    budget_ -= std::min(budget_, records * kCostOfRecord);
  }
  return std::nullopt;
}

// The candidate, where the heap is to be asked of it. Most that are looked at are in use.
std::optional<Vref> CollectTurn::toAsk(const Look& look) {
  auto candidate = look.candidate;
  if (!candidate) {
    const auto bytes = buffer_.get(candidateKey(vat_.id, look.ref.key()));
    if (!bytes) return std::nullopt;
    candidate = orDamaged(parseCandidate(*bytes), "candidate");
  }
  if (candidate->isCondemned()) return std::nullopt;
  const Vref ref{candidate->refClass, look.ref.id};
  const bool isWaiting = candidate->state == CandidateState::waiting;
  if (isWaiting && vat_.worker && vat_.worker->surelyHolds(ref)) {
    foundHeld_ = true;
    return std::nullopt;
  }
  if (!isForHeap(ref, *candidate)) return std::nullopt;
  return ref;
}

// Whether nothing outside of the heap keeps a candidate.
bool CollectTurn::isForHeap(const Vref& ref, const Candidate& candidate) {
  if (candidate.state == CandidateState::dying) {
    reaper_.end(ref, candidate, kRound);
    if (buffer_.get(candidateKey(vat_.id, ref.key()))) unfinished_.push_back(ref);
    return false;
  }
  if (ref.isImport() || ref.isPromise()) return true;
  const bool isOfHeap = ref.refClass == kHeapObjectClass;
  if (!isOfHeap && !vat_.garbage.known.exports.mayHave(ref.id)) return true;
  const auto bytes = buffer_.get(exportKey(vat_.id, ref));
  if (!bytes) return true;
  const Kref object = orDamaged(parseExport(*bytes), "c-list").ref;
  const Outside found = outside(object);
  if (found.isImported) {
    imported_.push_back(object.id);
    spare(ref);
  }
  return !found.isImported && !found.isNamed;
}

CollectTurn::Outside CollectTurn::outside(const Kref& object) {
  const std::lock_guard lock(state_.mutex);
  const auto bytes = state_.store.get(ownerKey(object.id));
  const OwnerRecord owner = orDamaged(bytes ? parseOwner(*bytes) : std::nullopt, "owner");
  const Outside found{owner.importers > 0, state_.inFlight.count(object.id) > 0};
  if (!found.isImported && found.isNamed) state_.inFlight.await(object.id, vat_.id);
  return found;
}

// Until the last vat that has it lets go (ObjectHolders), it need not be looked at.
void CollectTurn::spare(const Vref& ref) {
  buffer_.erase(candidateKey(vat_.id, ref.key()));
  const bool isCounted = readFacts(buffer_, vat_.id, ref.key(), vat_.garbage.known).has_value();
  if (countsFromZero(ref.refClass) || isCounted) return;
  buffer_.put(factsKey(vat_.id, ref.key()), toBytes(ObjectFacts{}));
}

void CollectTurn::judge(const Vref& ref, HeapHold hold) {
  if (hold == HeapHold::held) {
    foundHeld_ = true;
    return;
  }
  if (ref.isImport()) return judgeImport(ref, hold);
  gone_.push_back(ref.key());
  reaper_.end(ref, Candidate{ref.refClass}, kRound);
  if (buffer_.get(candidateKey(vat_.id, ref.key()))) unfinished_.push_back(ref);
}

void CollectTurn::judgeImport(const Vref& ref, HeapHold hold) {
  const Kref object{KrefKind::object, ref.id};
  const auto bytes = buffer_.get(nameKey(vat_.id, object));
  if (!bytes) return counts_.forget(ref);
  const bool isReachable = orDamaged(parseName(*bytes), "c-list").isReachable;
  if (!isReachable && !buffer_.get(ownerKey(object.id))) {
    gone_.push_back(ref.key());
    return reaper_.forget(ref);
  }
  const auto facts = readFacts(buffer_, vat_.id, ref.key(), vat_.garbage.known);
  const bool isWeakKey = facts && facts->isWeakKey();
  const bool isRecognized = isWeakKey || hold == HeapHold::recognized;
  if (isReachable && isRecognized) reaper_.recognize(ref);
  if (isReachable && !isRecognized) reaper_.leave(ref);
  if (!isReachable && !isRecognized) reaper_.forget(ref);
  // What only a WeakMap recognizes stays a candidate, since its heap may end.
  if (isWeakKey) buffer_.erase(candidateKey(vat_.id, ref.key()));
  if (isRecognized && !isWeakKey) foundHeld_ = true;
}

bool CollectTurn::isStillTrue() const {
  return std::all_of(imported_.begin(), imported_.end(), [this](uint64_t object) {
    const auto bytes = state_.store.get(ownerKey(object));
    const auto owner = bytes ? parseOwner(*bytes) : std::nullopt;
    return owner && owner->importers > 0;
  });
}

void CollectTurn::committed() {
  VatGarbage& garbage = vat_.garbage;
  for (const auto& [object, name] : reaper_.names()) {
    vat_.names.remove(object, name);
    if (!name.isImport()) state_.vats.forgetOwner(object.id);
  }
  garbage.dropped.insert(garbage.dropped.end(), toLook_.begin(), toLook_.end());
  garbage.dropped.insert(garbage.dropped.end(), unfinished_.begin(), unfinished_.end());
  garbage.limitDropped();
  if (vat_.worker) garbage.gone.insert(garbage.gone.end(), gone_.begin(), gone_.end());
  garbage.foundHeld |= foundHeld_;
  if (garbage.isWalking && !isWalking_) garbage.hasCandidates = garbage.foundHeld;
  if (foundHeld_) garbage.hasCandidates = true;
  garbage.isWalking = isWalking_;
  garbage.walkedTo = walkedTo_;
  state_.collected += reaper_.collected();
  state_.suspicion.noteFreed(reaper_.collected().objects);
  if (!state_.marking.listens()) return;
  for (const RefKey key : counts_.takeTouched()) state_.marking.tracer().reach(vat_.id, key);
}

// All of it is looked at again.
void CollectTurn::undo() {
  VatGarbage& garbage = vat_.garbage;
  garbage.dying.clear();
  garbage.orphans.insert(garbage.orphans.end(), orphans_.begin(), orphans_.end());
  garbage.isWalkDue = true;
  garbage.hasCandidates = true;
}

}  // namespace keeve::kernel
