// How values are made; value_read.cc takes them apart.
#include "keeve/value.h"

#include <algorithm>
#include <set>

#include "base/bytes.h"
#include "host/json_body.h"
#include "host/wire.h"
#include "protocol/body_grammar.h"
#include "protocol/body_reader.h"
#include "protocol/body_string.h"
#include "protocol/body_writer.h"

namespace keeve {

namespace {

constexpr size_t kDigitsMax = 2400;

// What `write` writes with a BodyWriter.
template <class Write>
std::string written(const Write& write) {
  BodyWriter writer;
  write(writer);
  return writer.take();
}

bool isContainer(const Value& value) {
  switch (value.type()) {
    case ValueType::array:
    case ValueType::record:
    case ValueType::error:
    case ValueType::tagged:
      return true;
    default:
      return false;
  }
}

// `parts` were joined into `body`, which is a value unless they nest too deep.
Value joined(std::string body, host::Joiner& joiner, bool holdsContainers) {
  std::vector<Ref> refs = joiner.takeRefs();
  if (holdsContainers) {
    if (const auto malformed = findMalformed(body, refs.size(), 1))
      throw ValueError("this is not passable: " + std::string(malformed->reason));
  }
  return host::Wire::value(std::move(body), std::move(refs));
}

// Multiplies the number, lowest byte first, by ten and adds the digit.
void appendDigit(std::string& magnitude, unsigned digit) {
  unsigned carry = digit;
  for (char& byte : magnitude) {
    carry += static_cast<unsigned char>(byte) * 10U;
    byte = static_cast<char>(carry & 255U);
    carry >>= 8U;
  }
  if (carry > 0) magnitude.push_back(static_cast<char>(carry));
}

}  // namespace

Value::Value() : body_(1, static_cast<char>(kTagUndefined)) {}
Value::Value(std::nullptr_t) : body_(1, static_cast<char>(kTagNull)) {}
Value::Value(Bool value) : body_(1, static_cast<char>(value.value ? kTagTrue : kTagFalse)) {}
Value::Value(Number value) : body_(written([&](BodyWriter& out) { out.number(value.value); })) {}
Value::Value(std::string_view text) { appendBodyString(body_, text); }

Value::Value(const Ref& ref)
    : body_(written([&](BodyWriter& out) {
        if (ref.isPromise()) {
          out.promise(0);
        } else {
          out.remotable(0, "Alleged: " + (ref.tag().empty() ? "remotable" : ref.tag()));
        }
      })),
      refs_{ref} {}

Value Value::bigint(int64_t value) { return bigint(std::to_string(value)); }

Value Value::bigint(std::string_view digits) {
  const bool negative = digits.starts_with('-');
  const std::string_view rest = digits.substr(negative ? 1 : 0);
  const bool isNumber =
      !rest.empty() && rest.find_first_not_of("0123456789") == std::string_view::npos;
  if (!isNumber || rest.size() > kDigitsMax)
    throw ValueError("a bigint is written in decimal digits, at most 2400 of them");
  std::string magnitude;
  for (const char digit : rest) appendDigit(magnitude, static_cast<unsigned>(digit - '0'));
  const bool isZero = magnitude.find_first_not_of('\0') == std::string::npos;
  const auto sign = negative && !isZero ? BodyWriter::Sign::minus : BodyWriter::Sign::plus;
  return host::Wire::value(written([&](BodyWriter& out) { out.bigint(sign, magnitude); }));
}

Value Value::registeredSymbol(std::string_view key) {
  return host::Wire::value(
      written([&](BodyWriter& out) { out.symbol(SymbolSort::registered, key); }));
}

Value Value::wellKnownSymbol(std::string_view name) {
  std::string body = written([&](BodyWriter& out) { out.symbol(SymbolSort::wellKnown, name); });
  if (findMalformed(body, 0, 1))
    throw ValueError("there is no well-known symbol " + std::string(name));
  return host::Wire::value(std::move(body));
}

Value Value::array(const std::vector<Value>& items) {
  host::Joiner joiner;
  std::string body(1, static_cast<char>(kTagArray));
  appendVarint(body, items.size());
  bool deep = false;
  for (const Value& item : items) {
    joiner.add(body, item);
    deep = deep || isContainer(item);
  }
  return joined(std::move(body), joiner, deep);
}

Value Value::record(const std::vector<Property>& properties) {
  host::Joiner joiner;
  std::string body(1, static_cast<char>(kTagRecord));
  appendVarint(body, properties.size());
  std::set<std::string_view> names;
  bool deep = false;
  for (const auto& [name, value] : properties) {
    if (!names.insert(name).second)
      throw ValueError("a record cannot have the name \"" + name + "\" twice");
    appendBodyString(body, name);
    joiner.add(body, value);
    deep = deep || isContainer(value);
  }
  return joined(std::move(body), joiner, deep);
}

Value Value::tagged(std::string_view tag, const Value& payload) {
  host::Joiner joiner;
  std::string body(1, static_cast<char>(kTagTagged));
  appendBodyString(body, tag);
  joiner.add(body, payload);
  return joined(std::move(body), joiner, isContainer(payload));
}

Value Value::error(std::string_view name, std::string_view message) {
  return host::Wire::value(written([&](BodyWriter& out) { out.error(0, name, message); }));
}

Value Value::fromJson(std::string_view text) {
  host::JsonBody body = host::jsonToBody(text);
  if (const auto* impassable = std::get_if<host::ImpassableJson>(&body))
    throw ValueError(impassable->message);
  auto* json = std::get_if<std::string>(&body);
  if (!json) throw ValueError("this is no JSON");
  return host::Wire::value(std::move(*json));
}

Value Value::fromArgument(std::string_view text) {
  return host::Wire::value(host::argumentToBody(text));
}

void Value::refuseInexact() {
  throw ValueError("an integer past 2^53 is no number of a vat: make it a bigint");
}

}  // namespace keeve
