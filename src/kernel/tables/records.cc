#include "kernel/tables/records.h"

#include <limits>

namespace keeve::kernel {

namespace {

template <class Record>
std::optional<Record> whole(std::optional<Record> record, const ByteReader& bytes) {
  return bytes.atEnd() ? std::move(record) : std::nullopt;
}

void appendLimits(std::string& out, const VatLimits& limits) {
  appendVarint(out, limits.heapBytesMax);
  appendVarint(out, static_cast<uint64_t>(limits.crankMsMax));
  appendVarint(out, limits.valueBytesMax);
  appendVarint(out, limits.messagesMax);
  appendVarint(out, limits.storeBytesMax);
  appendVarint(out, limits.cacheBytesMax);
}

std::optional<VatLimits> takeLimits(ByteReader& bytes) {
  const auto heap = bytes.takeVarint();
  const auto crank = bytes.takeVarint();
  const auto value = bytes.takeVarint();
  const auto messages = bytes.takeVarint();
  const auto store = bytes.takeVarint();
  const auto cache = bytes.takeVarint();
  if (!heap || !crank || !value || !messages || !store || !cache) return std::nullopt;
  if (*crank > static_cast<uint64_t>(std::numeric_limits<int>::max())) return std::nullopt;
  return VatLimits{*heap, static_cast<int>(*crank), *value, *messages, *store, *cache};
}

void appendPowers(std::string& out, const std::set<std::string>& powers) {
  appendVarint(out, powers.size());
  for (const std::string& power : powers) appendText(out, power);
}

bool takePowers(ByteReader& bytes, std::set<std::string>& powers) {
  const auto count = bytes.takeVarint();
  if (!count) return false;
  for (uint64_t i = 0; i < *count; ++i) {
    const auto power = bytes.takeText();
    if (!power || !powers.emplace(*power).second) return false;
  }
  return true;
}

bool takeStateAndReason(ByteReader& bytes, VatRecord& record) {
  const auto state = bytes.takeByte();
  if (!state || std::string_view("nrftg").find(static_cast<char>(*state)) == std::string_view::npos)
    return false;
  const auto reason = bytes.takeText();
  if (!reason) return false;
  record.state = static_cast<VatState>(*state);
  record.reason = *reason;
  return true;
}

std::optional<Vref> takeVref(ByteReader& bytes) {
  const auto refClass = bytes.takeVarint();
  const auto id = bytes.takeVarint();
  if (!refClass || *refClass > std::numeric_limits<uint32_t>::max() || !id) return std::nullopt;
  return Vref{static_cast<uint32_t>(*refClass), *id};
}

std::optional<Undecided> takeUndecided(ByteReader& bytes) {
  const auto decider = bytes.takeVarint();
  const auto waiting = bytes.takeVarint();
  const auto announced = bytes.takeVarint();
  const auto gone = bytes.takeVarint();
  const auto count = bytes.takeVarint();
  if (!decider || !waiting || !announced || !gone || !count) return std::nullopt;
  if (*gone > *announced || *announced > *waiting || *count > bytes.rest().size())
    return std::nullopt;
  Undecided undecided{VatId(*decider), *waiting, *announced, *gone, {}};
  for (uint64_t i = 0; i < *count; ++i) {
    const auto subscriber = bytes.takeVarint();
    if (!subscriber) return std::nullopt;
    undecided.subscribers.emplace_back(*subscriber);
  }
  return undecided;
}

}  // namespace

std::string toBytes(const AppRecord& record) {
  std::string out;
  appendText(out, record.name);
  appendVarint(out, record.bootstrapVat.number());
  appendByte(out, record.asked ? 1 : 0);
  appendVarint(out, record.asking);
  appendFixed64(out, record.seed);
  appendVarint(out, record.vatAdmin);
  appendVarint(out, record.hostObjects.size());
  for (const std::string& name : record.hostObjects) appendText(out, name);
  return out;
}

std::optional<AppRecord> parseApp(std::string_view from) {
  ByteReader bytes(from);
  const auto name = bytes.takeText();
  const auto vat = bytes.takeVarint();
  const auto asked = bytes.takeByte();
  const auto asking = bytes.takeVarint();
  const auto seed = bytes.takeFixed64();
  const auto vatAdmin = bytes.takeVarint();
  const auto count = bytes.takeVarint();
  if (!name || !vat || !asked || *asked > 1 || !asking || !seed || !vatAdmin || !count)
    return std::nullopt;
  AppRecord app{std::string(*name), VatId(*vat), *asked == 1, *asking, *seed, *vatAdmin, {}};
  for (uint64_t i = 0; i < *count; ++i) {
    const auto object = bytes.takeText();
    if (!object) return std::nullopt;
    app.hostObjects.emplace_back(*object);
  }
  return whole<AppRecord>(std::move(app), bytes);
}

std::string toBytes(const Reserved& record) {
  std::string out;
  appendVarint(out, record.nextKref);
  appendVarint(out, record.nextVat);
  return out;
}

std::optional<Reserved> parseReserved(std::string_view from) {
  ByteReader bytes(from);
  const auto kref = bytes.takeVarint();
  const auto vat = bytes.takeVarint();
  if (!kref || !vat || *kref == 0 || *vat == 0) return std::nullopt;
  return whole<Reserved>(Reserved{*kref, *vat}, bytes);
}

std::string toBytes(const CacheTotals& record) {
  std::string out;
  appendVarint(out, record.hits);
  appendVarint(out, record.misses);
  return out;
}

std::optional<CacheTotals> parseCacheTotals(std::string_view from) {
  ByteReader bytes(from);
  const auto hits = bytes.takeVarint();
  const auto misses = bytes.takeVarint();
  if (!hits || !misses) return std::nullopt;
  return whole<CacheTotals>(CacheTotals{*hits, *misses}, bytes);
}

std::string toBytes(const VatRecord& record) {
  std::string out;
  appendText(out, record.settings.name);
  appendVarint(out, record.incarnation);
  appendByte(out, static_cast<uint8_t>(record.state));
  appendText(out, record.reason);
  appendVarint(out, record.root);
  appendLimits(out, record.settings.limits);
  appendPowers(out, record.settings.powers);
  appendKernelCapData(out, record.parameters);
  appendVarint(out, record.storedBytes);
  appendText(out, record.source);
  appendVarint(out, record.admin);
  appendVarint(out, record.creating);
  return out;
}

std::optional<VatRecord> parseVat(std::string_view from) {
  ByteReader bytes(from);
  VatRecord record;
  const auto name = bytes.takeText();
  const auto incarnation = bytes.takeVarint();
  if (!name || !incarnation || !takeStateAndReason(bytes, record)) return std::nullopt;
  const auto root = bytes.takeVarint();
  if (!root) return std::nullopt;
  const auto limits = takeLimits(bytes);
  if (!limits || !takePowers(bytes, record.settings.powers)) return std::nullopt;
  auto parameters = takeKernelCapData(bytes);
  const auto stored = bytes.takeVarint();
  const auto source = bytes.takeText();
  const auto admin = bytes.takeVarint();
  const auto creating = bytes.takeVarint();
  if (!parameters || !stored || !source || !admin || !creating) return std::nullopt;
  record.settings.name = *name;
  record.settings.limits = *limits;
  record.incarnation = *incarnation;
  record.root = *root;
  record.parameters = std::move(*parameters);
  record.storedBytes = *stored;
  record.source = *source;
  record.admin = *admin;
  record.creating = *creating;
  return whole<VatRecord>(std::move(record), bytes);
}

std::string toBytes(const SourceRecord& record) {
  std::string out;
  appendVarint(out, record.vat.number());
  appendLimits(out, record.limits);
  appendPowers(out, record.powers);
  appendByte(out, record.ofVat ? 1 : 0);
  return out;
}

std::optional<SourceRecord> parseSource(std::string_view from) {
  ByteReader bytes(from);
  SourceRecord record;
  const auto vat = bytes.takeVarint();
  const auto limits = takeLimits(bytes);
  if (!vat || !limits || !takePowers(bytes, record.powers)) return std::nullopt;
  const auto ofVat = bytes.takeByte();
  if (!ofVat || *ofVat > 1) return std::nullopt;
  record.vat = VatId(*vat);
  record.limits = *limits;
  record.ofVat = *ofVat == 1;
  return whole<SourceRecord>(std::move(record), bytes);
}

std::string toBytes(const OwnerRecord& record) {
  std::string out;
  appendVarint(out, record.vat.number());
  appendVarint(out, record.endedBy);
  appendVarint(out, record.importers);
  appendVarint(out, record.recognizers);
  return out;
}

std::optional<OwnerRecord> parseOwner(std::string_view from) {
  ByteReader bytes(from);
  const auto vat = bytes.takeVarint();
  const auto endedBy = bytes.takeVarint();
  const auto importers = bytes.takeVarint();
  const auto recognizers = bytes.takeVarint();
  if (!vat || !endedBy || !importers || !recognizers) return std::nullopt;
  return whole<OwnerRecord>(OwnerRecord{VatId(*vat), *endedBy, *importers, *recognizers}, bytes);
}

std::string toBytes(const NameRecord& record) {
  std::string out = toBytes(record.name);
  if (!record.isReachable) appendByte(out, 0);
  return out;
}

std::optional<NameRecord> parseName(std::string_view from) {
  ByteReader bytes(from);
  const auto name = takeVref(bytes);
  if (!name) return std::nullopt;
  if (bytes.atEnd()) return NameRecord{*name, true};
  if (bytes.takeByte() != 0) return std::nullopt;
  return whole<NameRecord>(NameRecord{*name, false}, bytes);
}

std::string toBytes(const Candidate& record) {
  std::string out;
  appendVarint(out, record.refClass);
  appendByte(out, static_cast<uint8_t>(record.state));
  return out;
}

std::optional<Candidate> parseCandidate(std::string_view from) {
  ByteReader bytes(from);
  const auto refClass = bytes.takeVarint();
  const auto state = bytes.takeByte();
  if (!refClass || *refClass > std::numeric_limits<uint32_t>::max() || !state || *state > 3)
    return std::nullopt;
  return whole<Candidate>(
      Candidate{static_cast<uint32_t>(*refClass), static_cast<CandidateState>(*state)}, bytes);
}

std::string toBytes(const ObjectFacts& record) {
  std::string out;
  appendVarint(out, record.count);
  appendVarint(out, record.weakStores.size());
  for (const uint64_t store : record.weakStores) appendVarint(out, store);
  appendByte(out, record.hasMoreWeakStores ? 1 : 0);
  return out;
}

std::optional<ObjectFacts> parseFacts(std::string_view from) {
  ByteReader bytes(from);
  ObjectFacts facts;
  const auto count = bytes.takeVarint();
  const auto stores = bytes.takeVarint();
  if (!count || !stores || *stores > ObjectFacts::kWeakStoresMax) return std::nullopt;
  facts.count = *count;
  for (uint64_t i = 0; i < *stores; ++i) {
    const auto store = bytes.takeVarint();
    if (!store) return std::nullopt;
    facts.weakStores.push_back(*store);
  }
  const auto more = bytes.takeByte();
  if (!more || *more > 1) return std::nullopt;
  facts.hasMoreWeakStores = *more == 1;
  return whole<ObjectFacts>(std::move(facts), bytes);
}

std::string toBytes(const KernelPromise& record) {
  std::string out;
  appendVarint(out, record.refs);
  if (const auto* undecided = std::get_if<Undecided>(&record.state)) {
    appendByte(out, 'u');
    appendVarint(out, undecided->decider.number());
    appendVarint(out, undecided->waiting);
    appendVarint(out, undecided->announced);
    appendVarint(out, undecided->gone);
    appendVarint(out, undecided->subscribers.size());
    for (const VatId vat : undecided->subscribers) appendVarint(out, vat.number());
  } else {
    const auto& settled = std::get<Settled>(record.state);
    appendByte(out, settled.rejected ? 'r' : 'f');
    appendKernelCapData(out, settled.value);
  }
  return out;
}

std::optional<KernelPromise> parseKernelPromise(std::string_view from) {
  ByteReader bytes(from);
  const auto refs = bytes.takeVarint();
  const auto state = bytes.takeByte();
  if (!refs || !state) return std::nullopt;
  if (*state == 'u') {
    auto undecided = takeUndecided(bytes);
    if (!undecided) return std::nullopt;
    return whole<KernelPromise>(KernelPromise{*refs, std::move(*undecided)}, bytes);
  }
  auto value = takeKernelCapData(bytes);
  if ((*state != 'f' && *state != 'r') || !value) return std::nullopt;
  return whole<KernelPromise>(KernelPromise{*refs, Settled{*state == 'r', std::move(*value)}},
                              bytes);
}

std::string toBytes(const QueueEntry& record) {
  std::string out;
  appendVarint(out, record.faults);
  if (const auto* message = std::get_if<KernelMessage>(&record.what)) {
    appendByte(out, 'm');
    appendMessage(out, *message);
  } else if (const auto* news = std::get_if<NotifyEntry>(&record.what)) {
    appendByte(out, 'n');
    appendVarint(out, news->promise.id);
  } else {
    const auto& ticket = std::get<TicketEntry>(record.what);
    appendByte(out, 't');
    appendVarint(out, ticket.promise.id);
    appendVarint(out, ticket.n);
  }
  return out;
}

std::optional<QueueEntry> parseQueueEntry(std::string_view from) {
  ByteReader bytes(from);
  const auto faults = bytes.takeVarint();
  const auto kind = bytes.takeByte();
  if (!faults || !kind) return std::nullopt;
  if (*kind == 'm') {
    auto message = takeMessage(bytes);
    if (!message) return std::nullopt;
    return whole<QueueEntry>(QueueEntry{*faults, std::move(*message)}, bytes);
  }
  const auto number = bytes.takeVarint();
  if (!number) return std::nullopt;
  const Kref promise{KrefKind::promise, *number};
  if (*kind == 'n') return whole<QueueEntry>(QueueEntry{*faults, NotifyEntry{promise}}, bytes);
  const auto n = bytes.takeVarint();
  if (*kind != 't' || !n) return std::nullopt;
  return whole<QueueEntry>(QueueEntry{*faults, TicketEntry{promise, *n}}, bytes);
}

std::string toBytes(const KernelMessage& message) {
  std::string out;
  appendMessage(out, message);
  return out;
}

std::optional<KernelMessage> parseMessage(std::string_view from) {
  ByteReader bytes(from);
  auto message = takeMessage(bytes);
  return whole<KernelMessage>(std::move(message), bytes);
}

std::string toBytes(const Vref& ref) {
  std::string out;
  appendVarint(out, ref.refClass);
  appendVarint(out, ref.id);
  return out;
}

std::optional<Vref> parseVref(std::string_view from) {
  ByteReader bytes(from);
  const auto ref = takeVref(bytes);
  return whole<Vref>(ref, bytes);
}

std::string toBytes(const ExportRecord& record) {
  std::string out;
  appendKref(out, record.ref);
  appendVarint(out, record.refClass);
  return out;
}

std::optional<ExportRecord> parseExport(std::string_view from) {
  ByteReader bytes(from);
  const auto ref = takeKref(bytes);
  if (!ref) return std::nullopt;
  const auto refClass = bytes.takeVarint();
  if (!refClass || *refClass > std::numeric_limits<uint32_t>::max()) return std::nullopt;
  return whole<ExportRecord>(ExportRecord{*ref, static_cast<uint32_t>(*refClass)}, bytes);
}

std::string toBytes(VatId vat) {
  std::string out;
  appendVarint(out, vat.number());
  return out;
}

std::optional<VatId> parseVatId(std::string_view from) {
  ByteReader bytes(from);
  const auto number = bytes.takeVarint();
  if (!number) return std::nullopt;
  return whole<VatId>(VatId(*number), bytes);
}

}  // namespace keeve::kernel
