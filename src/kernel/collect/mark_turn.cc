#include "kernel/collect/mark_turn.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

constexpr size_t kCostOfRecord = 3;  // that is deleted, of the budget

// In the order in which they are walked: entries go before what they hold is condemned, while it still counts.
constexpr std::array kTables = {VatTable::weakEntry, VatTable::state, VatTable::promise,
                                VatTable::store};

}  // namespace

MarkTurn::MarkTurn(KernelState& state, store::CrankBuffer& buffer, Vat& vat)
    : state_(state),
      buffer_(buffer),
      vat_(vat),
      phase_(state.marking.phase()),
      counts_(vat.id, buffer, vat.garbage.known),
      reaper_(vat, state.store, buffer, counts_, effects_, Reaper::Condemned::deleted, 0),
      idEnd_(state.marking.idEnd(vat.id)),
      position_(state.marking.position(vat.id)) {}

std::optional<Fault> MarkTurn::work(size_t budget) {
  std::vector<RefKey>& gone = vat_.garbage.gone;
  if (vat_.worker && !gone.empty()) {
    const auto answer = vat_.worker->ask({false, {}, std::exchange(gone, {})});
    if (const auto* fault = std::get_if<Fault>(&answer)) return *fault;
  }
  if (phase_ == MarkPhase::roots) {
    tellRoots();
  } else if (phase_ == MarkPhase::condemning) {
    condemn(budget);
  } else {
    eachCondemned(budget);
    counts_.finish();
  }
  return std::nullopt;
}

void MarkTurn::tellRoots() {
  Tracer& tracer = state_.marking.tracer();
  tracer.takeInVat(vat_.id, &vat_.garbage.known.facts);
  if (vat_.worker) {
    for (const RefKey key : vat_.worker->held()) tracer.reach(vat_.id, key);
  }
  isDone_ = true;
}

void MarkTurn::condemn(size_t budget) {
  for (const VatTable table : kTables) {
    if (!position_.empty() && position_.front() != static_cast<char>(table)) continue;
    const bool isThrough = condemnTable(table, budget);
    counts_.finish();
    if (!isThrough) return;
    position_.clear();
    const auto next = std::find(kTables.begin(), kTables.end(), table) + 1;
    if (next != kTables.end()) position_ = std::string(1, static_cast<char>(*next));
  }
  isDone_ = true;
}

// False where some are left. The position is the table's letter, and the key that was looked at last.
bool MarkTurn::condemnTable(VatTable table, size_t& budget) {
  const std::string prefix = vatPartKey(vat_.id, VatPart::data) + static_cast<char>(table);
  const auto cursor = state_.store.cursor();
  const std::string after = position_.substr(std::min<size_t>(position_.size(), 1));
  cursor->seek(after.empty() ? prefix : after + '\0');
  for (; cursor->valid() && cursor->key().starts_with(prefix); cursor->next()) {
    if (budget == 0) return false;
    --budget;
    position_ = static_cast<char>(table) + std::string(cursor->key());
    const std::string_view rest = cursor->key().substr(prefix.size());
    if (table == VatTable::weakEntry) {
      if (endUnreached(rest)) budget -= std::min(budget, kCostOfRecord);
      continue;
    }
    const uint64_t id = numberIn(rest);
    if (isTooNew(id)) break;
    if (state_.marking.tracer().isReached(vat_.id, id) || isPinned(2 * id)) continue;
    const uint32_t refClass = table == VatTable::state     ? uint32_t{kFirstShapeClass}
                              : table == VatTable::promise ? uint32_t{kPromiseClass}
                                                           : uint32_t{kStrongStoreClass};
    condemn(Vref{refClass, id});
  }
  return true;
}

// An entry of a weak store that stays, by an import that the vat cannot come by again; whether it was one. The counts would see it
// only when nothing that is condemned has the import any more, and by then what the entry holds may be deleted.
bool MarkTurn::endUnreached(std::string_view entry) {
  uint64_t store = 0;
  if (!takeOrderedVarint(entry, store))
    throw store::StoreError("a key in the store is damaged: see `keeve check`");
  const RefKey key = numberIn(entry);
  Tracer& tracer = state_.marking.tracer();
  if (vat_.garbage.isBroken || key % 2 == 0) return false;
  if (!tracer.isReached(vat_.id, store) || tracer.isKeyReached(vat_.id, key)) return false;
  reaper_.endEntry({kImportClass, key / 2}, store);
  return true;
}

void MarkTurn::condemn(const Vref& ref) {
  const std::string key = candidateKey(vat_.id, ref.key());
  const bool wasCandidate = buffer_.get(key).has_value();
  buffer_.put(key, toBytes(Candidate{ref.refClass, wasCandidate ? CandidateState::condemnedCandidate
                                                                : CandidateState::condemned}));
}

void MarkTurn::eachCondemned(size_t budget) {
  const std::string prefix = candidatesKey(vat_.id);
  const auto cursor = state_.store.cursor();
  cursor->seek(position_.empty() ? prefix : position_ + '\0');
  for (; cursor->valid() && cursor->key().starts_with(prefix); cursor->next()) {
    if (budget == 0) return;
    --budget;
    const RefKey key = numberIn(cursor->key().substr(prefix.size()));
    if (isTooNew(key / 2)) break;
    const Candidate candidate = orDamaged(parseCandidate(cursor->value()), "candidate");
    if (candidate.isCondemned()) {
      budget -= std::min(budget, kCostOfRecord);
      const Vref ref{candidate.refClass, key / 2};
      if (phase_ == MarkPhase::deleting && !deleteOne(ref)) return;
      if (phase_ == MarkPhase::cleaning) buffer_.erase(cursor->key());
      if (phase_ == MarkPhase::undoing) takeBack(ref, candidate);
    }
    position_ = cursor->key();
  }
  isDone_ = true;
}

// Who makes objects while they are walked must not be run after.
bool MarkTurn::isTooNew(uint64_t id) const { return idEnd_ && id >= *idEnd_; }

bool MarkTurn::deleteOne(const Vref& ref) {
  const bool isWhole = reaper_.endCondemned(ref);
  if (isWhole) gone_.push_back(ref.key());
  return isWhole;
}

void MarkTurn::takeBack(const Vref& ref, const Candidate& candidate) {
  const std::string key = candidateKey(vat_.id, ref.key());
  if (candidate.state == CandidateState::condemned) return buffer_.erase(key);
  buffer_.put(key, toBytes(Candidate{ref.refClass}));
}

bool MarkTurn::committed() {
  for (const auto& [object, name] : reaper_.names()) {
    vat_.names.remove(object, name);
    if (!name.isImport()) state_.vats.forgetOwner(object.id);
  }
  VatGarbage& garbage = vat_.garbage;
  const std::vector<Vref> dropped = counts_.takeDropped();
  garbage.hasCandidates |= !dropped.empty();
  garbage.dropped.insert(garbage.dropped.end(), dropped.begin(), dropped.end());
  garbage.limitDropped();
  if (vat_.worker) garbage.gone.insert(garbage.gone.end(), gone_.begin(), gone_.end());
  state_.collected += reaper_.collected();
  state_.marking.position(vat_.id) = position_;
  return isDone_;
}

}  // namespace keeve::kernel
