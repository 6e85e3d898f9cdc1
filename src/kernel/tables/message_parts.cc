#include "kernel/tables/message_parts.h"

#include <bit>

#include "protocol/body_reader.h"

namespace keeve::kernel {

namespace {

// How many items belong to what the item begins, besides itself.
uint64_t itemsWithin(const BodyItem& item) {
  if (const auto* array = std::get_if<BodyArray>(&item)) return array->count;
  if (const auto* record = std::get_if<BodyRecord>(&item)) return 2 * record->count;
  if (const auto* error = std::get_if<BodyError>(&item))
    return static_cast<uint64_t>(std::popcount(error->parts));
  return std::holds_alternative<BodyTagged>(item) ? 1 : 0;
}

// The bytes of the value that comes next; nullopt where it is malformed.
std::optional<std::string_view> takeValue(BodyReader& reader, std::string_view body) {
  const size_t begin = reader.offset();
  for (uint64_t items = 1; items > 0; --items) {
    const BodyItem item = reader.next();
    if (std::holds_alternative<BodyMalformed>(item)) return std::nullopt;
    items += itemsWithin(item);
  }
  return body.substr(begin, reader.offset() - begin);
}

template <class Item>
std::optional<Item> take(BodyReader& reader) {
  const BodyItem item = reader.next();
  const auto* found = std::get_if<Item>(&item);
  return found ? std::optional(*found) : std::nullopt;
}

}  // namespace

std::optional<MessageParts> partsOf(const KernelCapData& message) {
  BodyReader reader(message.body, message.slots.size());
  const auto whole = take<BodyArray>(reader);
  if (!whole || whole->count != 3) return std::nullopt;
  const auto op = take<double>(reader);
  if (op != 0 && op != 1 && op != 2) return std::nullopt;
  MessageParts parts{static_cast<MessageOp>(static_cast<int>(*op)), "", {}};
  const auto name = takeValue(reader, message.body);
  const auto args = name ? take<BodyArray>(reader) : std::nullopt;
  if (!args) return std::nullopt;
  parts.name = stringOf(*name).value_or("");
  for (uint64_t i = 0; i < args->count; ++i) {
    const auto arg = takeValue(reader, message.body);
    if (!arg) return std::nullopt;
    parts.args.push_back(*arg);
  }
  return reader.atEnd() ? std::optional(std::move(parts)) : std::nullopt;
}

std::optional<std::string> stringOf(std::string_view value) {
  BodyReader reader(value, 0);
  const auto string = take<BodyString>(reader);
  return string ? std::optional(string->utf8()) : std::nullopt;
}

std::optional<std::vector<Property>> propertiesOf(std::string_view value, size_t slotCount) {
  BodyReader reader(value, slotCount);
  const auto record = take<BodyRecord>(reader);
  if (!record) return std::nullopt;
  std::vector<Property> properties;
  for (uint64_t i = 0; i < record->count; ++i) {
    const auto name = take<BodyString>(reader);
    const auto property = name ? takeValue(reader, value) : std::nullopt;
    if (!property) return std::nullopt;
    properties.emplace_back(name->utf8(), *property);
  }
  return properties;
}

}  // namespace keeve::kernel
