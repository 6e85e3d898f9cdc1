#include "protocol/vat_records.h"

#include "base/bytes.h"
#include "protocol/body_string.h"

namespace keeve {
namespace {

constexpr uint8_t kFulfilled = 'f';
constexpr uint8_t kRejected = 'r';

std::optional<std::vector<std::string>> takeNames(ByteReader& reader) {
  const auto count = reader.takeVarint();
  if (!count || *count > reader.rest().size()) return std::nullopt;  // a name is a byte or more
  std::vector<std::string> names;
  names.reserve(*count);
  for (uint64_t i = 0; i < *count; ++i) {
    const auto name = takeBodyString(reader);
    if (!name) return std::nullopt;
    names.emplace_back(*name);
  }
  return names;
}

}  // namespace

std::string toBytes(const VatCounters& record) {
  std::string out;
  appendVarint(out, record.nextId);
  appendVarint(out, record.nextShape);
  return out;
}

std::string toBytes(const KindRecord& record) {
  std::string out;
  appendText(out, record.tag);
  return out;
}

std::string toBytes(const ShapeRecord& record) {
  std::string out;
  appendVarint(out, record.kind);
  appendVarint(out, record.version);
  appendByte(out, record.open ? 1 : 0);
  if (record.open) return out;
  appendVarint(out, record.names.size());
  for (const std::string& name : record.names) out.append(name);
  return out;
}

std::string toBytes(const StoreRecord& record) {
  std::string out;
  appendByte(out, static_cast<uint8_t>(record.strength));
  appendVarint(out, record.size);
  appendVarint(out, record.nextOrdinal);
  appendText(out, record.keyName);
  return out;
}

std::string toBytes(const PromiseRecord& record) {
  std::string out;
  appendByte(out, record.rejected ? kRejected : kFulfilled);
  appendCapData(out, record.value);
  return out;
}

std::optional<VatCounters> parseCounters(std::string_view bytes) {
  ByteReader reader(bytes);
  const auto nextId = reader.takeVarint();
  const auto nextShape = reader.takeVarint();
  if (!nextId || !nextShape || !reader.atEnd()) return std::nullopt;
  return VatCounters{*nextId, *nextShape};
}

std::optional<KindRecord> parseKind(std::string_view bytes) {
  ByteReader reader(bytes);
  const auto tag = reader.takeText();
  if (!tag || !reader.atEnd()) return std::nullopt;
  return KindRecord{std::string(*tag)};
}

std::optional<ShapeRecord> parseShape(std::string_view bytes) {
  ByteReader reader(bytes);
  const auto kind = reader.takeVarint();
  const auto version = reader.takeVarint();
  const auto open = reader.takeByte();
  if (!kind || !version || !open || *open > 1) return std::nullopt;
  ShapeRecord shape{*kind, *version, *open == 1, {}};
  if (!shape.open) {
    auto names = takeNames(reader);
    if (!names) return std::nullopt;
    shape.names = std::move(*names);
  }
  if (!reader.atEnd()) return std::nullopt;
  return shape;
}

std::optional<StoreRecord> parseStore(std::string_view bytes) {
  ByteReader reader(bytes);
  const auto strength = reader.takeByte();
  const auto size = reader.takeVarint();
  const auto nextOrdinal = reader.takeVarint();
  const auto keyName = reader.takeText();
  if (!strength || !size || !nextOrdinal || !keyName || !reader.atEnd()) return std::nullopt;
  const auto read = static_cast<Strength>(*strength);
  if (read != Strength::strong && read != Strength::weak) return std::nullopt;
  return StoreRecord{read, *size, *nextOrdinal, std::string(*keyName)};
}

std::optional<PromiseRecord> parsePromise(std::string_view bytes) {
  ByteReader reader(bytes);
  const auto settled = reader.takeByte();
  if (!settled || (*settled != kFulfilled && *settled != kRejected)) return std::nullopt;
  auto value = parseCapData(reader.rest());
  if (!value) return std::nullopt;
  return PromiseRecord{*settled == kRejected, std::move(*value)};
}

void appendStateHead(std::string& out, uint64_t shape) { appendVarint(out, shape * 2); }

void appendStateHead(std::string& out, uint64_t shape, const std::vector<std::string>& names) {
  appendVarint(out, shape * 2 + 1);
  appendVarint(out, names.size());
  for (const std::string& name : names) out += name;
}

std::optional<StateParts> parseStateParts(std::string_view bytes) {
  ByteReader reader(bytes);
  const auto head = reader.takeVarint();
  if (!head) return std::nullopt;
  StateParts parts{*head / 2, *head % 2 == 1, {}, {}};
  if (parts.open) {
    auto names = takeNames(reader);
    if (!names) return std::nullopt;
    parts.names = std::move(*names);
  }
  parts.capdata = reader.rest();
  return parts;
}

std::optional<StoredState> parseState(std::string_view bytes) {
  auto parts = parseStateParts(bytes);
  if (!parts) return std::nullopt;
  auto values = parseCapData(parts->capdata);
  if (!values) return std::nullopt;
  return StoredState{parts->shape, parts->open, std::move(parts->names), std::move(*values)};
}

}  // namespace keeve
