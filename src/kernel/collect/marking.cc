#include "kernel/collect/marking.h"

#include "base/bytes.h"
#include "base/check.h"
#include "kernel/collect/in_flight.h"
#include "kernel/tables/schema.h"
#include "kernel/vat_table.h"

namespace keeve::kernel {

namespace {

constexpr char kIdleMark = 'i';

std::optional<uint64_t> reachedIn(std::string_view bytes) {
  ByteReader reader(bytes);
  if (reader.takeByte() != uint8_t{kIdleMark}) return std::nullopt;
  const auto reached = reader.takeVarint();
  return reader.atEnd() ? reached : std::nullopt;
}

}  // namespace

std::string markIdleBytes(uint64_t reached) {
  std::string bytes(1, kIdleMark);
  appendVarint(bytes, reached);
  return bytes;
}

bool isMarkRecord(std::string_view bytes) {
  if (reachedIn(bytes)) return true;
  return bytes.size() == 1 && std::string_view("cdeu").find(bytes) != std::string_view::npos;
}

uint64_t Marking::load(const store::Store& store, Vats& vats) {
  const auto bytes = store.get(kMarkPhaseKey);
  if (!bytes) return 0;
  if (const auto reached = reachedIn(*bytes)) return *reached;
  const auto phase = static_cast<MarkPhase>(bytes->empty() ? '\0' : bytes->front());
  switch (phase) {
    case MarkPhase::condemning:
    case MarkPhase::undoing:
      enter(MarkPhase::undoing, vats);
      return 0;
    case MarkPhase::deleting:
    case MarkPhase::cleaning:
      enter(phase, vats);
      return 0;
    default:
      throw store::StoreError("the phase of marking is damaged: see `keeve check`");
  }
}

void Marking::begin(const store::Store& store, Vats& vats, const InFlight& inFlight,
                    uint64_t krefEnd) {
  KEEVE_CHECK(phase_ == MarkPhase::idle);
  ++began_;
  tracer_.emplace(store);
  tracer_->takeInPromises(krefEnd);
  tracer_->reachTables();
  inFlight.each([this](uint64_t object) { tracer_->reach(Kref{KrefKind::object, object}); });
  enter(MarkPhase::roots, vats);
}

void Marking::handOn(const Kref& object) {
  if (listens()) tracer_->reach(object);
  if (phase_ == MarkPhase::condemning) tracer_->reachAsKey(object.id);
}

std::optional<uint64_t> Marking::idEnd(VatId vat) const {
  if (!tracer_) return std::nullopt;
  return tracer_->idEnd(vat);
}

std::optional<MarkPhase> Marking::done(VatId vat, Vats& vats) {
  if (awaited_.erase(vat) == 0) return std::nullopt;
  positions_.erase(vat);
  return awaited_.empty() ? advance(vats) : std::nullopt;
}

std::optional<MarkPhase> Marking::advanceIfNobody(Vats& vats) {
  return awaited_.empty() ? advance(vats) : std::nullopt;
}

std::optional<MarkPhase> Marking::advance(Vats& vats) {
  switch (phase_) {
    case MarkPhase::roots:
      enter(MarkPhase::tracing, vats);
      break;
    case MarkPhase::condemning:
      enter(MarkPhase::deleting, vats);
      break;
    case MarkPhase::deleting:
      enter(MarkPhase::cleaning, vats);
      break;
    case MarkPhase::cleaning:
    case MarkPhase::undoing:
      enter(MarkPhase::idle, vats);
      break;
    case MarkPhase::idle:
    case MarkPhase::tracing:
      return std::nullopt;
  }
  return phase_;
}

bool Marking::endTracing(Vats& vats) {
  if (tracer_->hasMore()) return false;
  enter(MarkPhase::condemning, vats);
  return true;
}

void Marking::enter(MarkPhase phase, Vats& vats) {
  phase_ = phase;
  positions_.clear();
  awaited_.clear();
  if (phase == MarkPhase::idle) {
    tracer_.reset();
    return;
  }
  if (phase == MarkPhase::tracing) return;
  for (const Vat* vat : vats.all()) {
    if (!vat->record.hasEnded()) awaited_.insert(vat->id);
  }
}

}  // namespace keeve::kernel
