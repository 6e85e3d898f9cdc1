// How values are taken apart: a body is read as far as what is asked for (protocol/body_reader.h).
#include <array>
#include <map>
#include <variant>

#include "host/slot_rewrite.h"
#include "host/value_json.h"
#include "host/wire.h"
#include "keeve/value.h"
#include "protocol/body_reader.h"

namespace keeve {

namespace {

constexpr std::string_view kAlleged = "Alleged: ";

struct TypeOf {
  ValueType operator()(const BodyUndefined&) const { return ValueType::undefined; }
  ValueType operator()(const BodyNull&) const { return ValueType::null; }
  ValueType operator()(bool) const { return ValueType::boolean; }
  ValueType operator()(double) const { return ValueType::number; }
  ValueType operator()(const BodyBigInt&) const { return ValueType::bigint; }
  ValueType operator()(const BodyString&) const { return ValueType::string; }
  ValueType operator()(const BodySymbol&) const { return ValueType::symbol; }
  ValueType operator()(const BodyArray&) const { return ValueType::array; }
  ValueType operator()(const BodyRecord&) const { return ValueType::record; }
  ValueType operator()(const BodyError&) const { return ValueType::error; }
  ValueType operator()(const BodyTagged&) const { return ValueType::tagged; }
  ValueType operator()(const BodyRemotable&) const { return ValueType::reference; }
  ValueType operator()(const BodyPromise&) const { return ValueType::promise; }
  ValueType operator()(const BodyMalformed& item) const {
    throw ValueError("the value is damaged: " + std::string(item.reason));
  }
};

std::string_view nameOf(ValueType type) {
  constexpr std::array<std::string_view, 13> kNames = {
      "undefined", "null",     "a boolean", "a number",       "a bigint",    "a string", "a symbol",
      "an array",  "a record", "an error",  "a tagged value", "a reference", "a promise"};
  return kNames[static_cast<size_t>(type)];
}

[[noreturn]] void refuse(const BodyItem& item, std::string_view wanted) {
  throw ValueError("the value is " + std::string(nameOf(std::visit(TypeOf{}, item))) + ", not " +
                   std::string(wanted));
}

template <class Item>
Item expect(BodyReader& reader, std::string_view wanted) {
  const BodyItem item = reader.next();
  if (const auto* found = std::get_if<Item>(&item)) return *found;
  refuse(item, wanted);
}

template <class Item>
Item head(const Value& value, std::string_view wanted) {
  BodyReader reader(host::Wire::body(value), host::Wire::refs(value).size());
  return expect<Item>(reader, wanted);
}

// Walks over what a container holds: values that stand side by side in its body.
class Parts {
 public:
  explicit Parts(const Value& whole) : whole_(whole), rest_(host::Wire::body(whole)) {}

  template <class Item>
  Item takeHead(std::string_view wanted) {
    BodyReader reader(rest_, slotCount());
    const Item item = expect<Item>(reader, wanted);
    rest_.remove_prefix(reader.offset());
    return item;
  }

  // The next value's bytes.
  std::string_view skip() {
    BodyReader reader(rest_, slotCount());
    holdsRefs_ = false;
    do {
      const BodyItem item = reader.next();
      std::visit(TypeOf{}, item);  // throws where it is malformed
      holdsRefs_ = holdsRefs_ || std::holds_alternative<BodyRemotable>(item) ||
                   std::holds_alternative<BodyPromise>(item);
    } while (reader.isWithinValue());
    const std::string_view bytes = rest_.substr(0, reader.offset());
    rest_.remove_prefix(bytes.size());
    return bytes;
  }

  Value take() {
    const std::string_view bytes = skip();
    if (!holdsRefs_) return host::Wire::value(std::string(bytes));
    std::vector<Ref> refs;
    std::map<uint64_t, uint64_t> slots;
    std::string body = host::rewriteSlots(bytes, slotCount(), [&](uint64_t slot) {
      const auto [place, isNew] = slots.emplace(slot, refs.size());
      if (isNew) refs.push_back(host::Wire::refs(whole_)[slot]);
      return place->second;
    });
    return host::Wire::value(std::move(body), std::move(refs));
  }

  std::string takeName() { return takeHead<BodyString>("a name").utf8(); }

 private:
  size_t slotCount() const { return host::Wire::refs(whole_).size(); }

  const Value& whole_;
  std::string_view rest_;
  bool holdsRefs_ = false;
};

host::SlotTexts slotTexts(const std::vector<Ref>& refs) {
  host::SlotTexts texts;
  for (const Ref& ref : refs)
    texts.push_back(ref.tag().empty() ? "" : host::jsonString("[Alleged: " + ref.tag() + "]"));
  return texts;
}

}  // namespace

ValueType Value::type() const {
  BodyReader reader(body_, refs_.size());
  return std::visit(TypeOf{}, reader.next());
}

bool Value::asBoolean() const { return head<bool>(*this, "a boolean"); }
double Value::asNumber() const { return head<double>(*this, "a number"); }
std::string Value::asString() const { return head<BodyString>(*this, "a string").utf8(); }
std::string Value::asBigint() const { return head<BodyBigInt>(*this, "a bigint").text(); }

std::string Value::asSymbolName() const { return head<BodySymbol>(*this, "a symbol").name.utf8(); }

Ref Value::asRef() const {
  BodyReader reader(body_, refs_.size());
  const BodyItem item = reader.next();
  if (const auto* promise = std::get_if<BodyPromise>(&item)) return refs_[promise->slot];
  const auto* remotable = std::get_if<BodyRemotable>(&item);
  if (!remotable) refuse(item, "a reference");
  const Ref& ref = refs_[remotable->slot];
  const std::string interface = remotable->interfaceName.utf8();
  if (!ref.tag().empty() || !interface.starts_with(kAlleged)) return ref;
  return host::Wire::withTag(ref, interface.substr(kAlleged.size()));
}

size_t Value::size() const {
  BodyReader reader(body_, refs_.size());
  const BodyItem item = reader.next();
  if (const auto* array = std::get_if<BodyArray>(&item)) return array->count;
  if (const auto* record = std::get_if<BodyRecord>(&item)) return record->count;
  refuse(item, "an array or a record");
}

std::vector<Value> Value::items() const {
  Parts parts(*this);
  std::vector<Value> items(parts.takeHead<BodyArray>("an array").count);
  for (Value& item : items) item = parts.take();
  return items;
}

std::vector<Value::Property> Value::properties() const {
  Parts parts(*this);
  std::vector<Property> properties(parts.takeHead<BodyRecord>("a record").count);
  for (auto& [name, value] : properties) {
    name = parts.takeName();
    value = parts.take();
  }
  return properties;
}

std::optional<Value> Value::find(std::string_view name) const {
  Parts parts(*this);
  const uint64_t count = parts.takeHead<BodyRecord>("a record").count;
  for (uint64_t i = 0; i < count; ++i) {
    if (parts.takeName() == name) return parts.take();
    parts.skip();
  }
  return std::nullopt;
}

std::string Value::errorName() const { return head<BodyError>(*this, "an error").name.utf8(); }

std::string Value::errorMessage() const {
  return head<BodyError>(*this, "an error").message.utf8();
}

std::string Value::tag() const { return head<BodyTagged>(*this, "a tagged value").tag.utf8(); }

Value Value::payload() const {
  Parts parts(*this);
  parts.takeHead<BodyTagged>("a tagged value");
  return parts.take();
}

std::optional<std::string> Value::toJson() const {
  return host::bodyToJson(body_, slotTexts(refs_));
}

std::string Value::describe() const { return host::bodyToErrorLine(body_, slotTexts(refs_)); }

}  // namespace keeve
