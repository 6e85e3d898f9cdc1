#include "protocol/capdata.h"

#include <limits>
#include <utility>

#include "base/bytes.h"

namespace keeve {

namespace {

std::optional<std::vector<Vref>> takeSlots(ByteReader& reader) {
  const auto count = reader.takeVarint();
  if (!count || *count > reader.rest().size() / 2)
    return std::nullopt;  // a slot is two bytes or more
  std::vector<Vref> slots;
  slots.reserve(*count);
  for (uint64_t i = 0; i < *count; ++i) {
    const auto refClass = reader.takeVarint();
    const auto id = reader.takeVarint();
    if (!refClass || *refClass > std::numeric_limits<uint32_t>::max() || !id) return std::nullopt;
    slots.push_back({static_cast<uint32_t>(*refClass), *id});
  }
  return slots;
}

}  // namespace

void appendCapData(std::string& out, const VatCapData& data) {
  appendVarint(out, data.slots.size());
  for (const Vref& slot : data.slots) {
    appendVarint(out, slot.refClass);
    appendVarint(out, slot.id);
  }
  out.append(data.body);
}

std::optional<VatCapData> parseCapData(std::string_view bytes) {
  ByteReader reader(bytes);
  auto slots = takeSlots(reader);
  if (!slots) return std::nullopt;
  return VatCapData{std::string(reader.rest()), std::move(*slots)};
}

std::optional<std::vector<Vref>> parseSlots(std::string_view bytes) {
  ByteReader reader(bytes);
  return takeSlots(reader);
}

}  // namespace keeve
