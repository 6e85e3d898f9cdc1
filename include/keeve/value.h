// What passes between C++ and vats (SPEC §6): a value that does not change once it is made, cheap to
// copy where it is small, and safe to read from many threads.
//
//   const Value order = Value::record({{"item", "tea"}, {"count", 3}, {"from", root}});
//   order.find("count")->asNumber();
//
// A Value keeps the serialized form in which it travels, and takes it apart when it is asked: so a
// large one is as small as its bytes, and items() makes new values. What is asked of a value of
// another type throws ValueError, which says what it is.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keeve/ref.h"

namespace keeve {

namespace host {
class Wire;
}

// No such value can be passed, or a value is not of the type that was asked for.
class ValueError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

enum class ValueType : uint8_t {
  undefined,
  null,
  boolean,
  number,
  bigint,
  string,
  symbol,
  array,
  record,
  error,
  tagged,
  reference,
  promise,
};

class Value {
 public:
  using Property = std::pair<std::string, Value>;

  Value();  // undefined
  Value(std::nullptr_t);
  Value(std::same_as<bool> auto value) : Value(Bool{value}) {}
  Value(std::floating_point auto value) : Value(Number{static_cast<double>(value)}) {}
  // A number. ValueError where no double is exactly it: such are bigints.
  template <std::integral T>
  requires(!std::same_as<T, bool>) Value(T value) : Value(exactNumber(value)) {}
  // UTF-8; what is none becomes U+FFFD.
  Value(std::string_view text);
  Value(const char* text) : Value(std::string_view(text)) {}
  Value(const std::string& text) : Value(std::string_view(text)) {}
  Value(const Ref& ref);  // a reference, or a promise

  static Value bigint(int64_t value);
  static Value bigint(std::string_view digits);  // "-12"; at most 2400 digits
  static Value registeredSymbol(std::string_view key);
  static Value wellKnownSymbol(std::string_view name);  // "asyncIterator"
  // These three throw ValueError where they nest deeper than 1000; a record also where a name comes
  // twice.
  static Value array(const std::vector<Value>& items);
  static Value record(const std::vector<Property>& properties);
  static Value tagged(std::string_view tag, const Value& payload);
  static Value error(std::string_view name, std::string_view message);

  // What JSON.parse makes of it. ValueError where it is no JSON, or cannot be passed.
  static Value fromJson(std::string_view text);
  // An argument on a command line: JSON, and what is no JSON is a string. ValueError where it is
  // JSON that cannot be passed.
  static Value fromArgument(std::string_view text);

  ValueType type() const;
  bool isUndefined() const { return type() == ValueType::undefined; }

  bool asBoolean() const;
  double asNumber() const;
  std::string asString() const;      // UTF-8
  std::string asBigint() const;      // "-12"; hexadecimal ("0x…") past 1024 bytes
  std::string asSymbolName() const;  // its key, or its name
  Ref asRef() const;                 // of a reference or a promise

  size_t size() const;  // of an array or a record
  std::vector<Value> items() const;
  std::vector<Property> properties() const;
  std::optional<Value> find(std::string_view name) const;  // a property of a record

  std::string errorName() const;
  std::string errorMessage() const;
  std::string tag() const;  // of a tagged value
  Value payload() const;    // of a tagged value

  // As a JSON text (SPEC §12): compact, properties in their order; what JSON lacks is a JSON string
  // of its console form, a reference is "[Alleged: TAG]". nullopt for undefined.
  std::optional<std::string> toJson() const;
  // For one line of text: "TypeError: message" of an error, else its JSON, "undefined" of undefined.
  std::string describe() const;

  bool operator==(const Value&) const = default;

 private:
  friend class host::Wire;
  struct Bool {
    bool value;
  };
  struct Number {
    double value;
  };
  explicit Value(Bool value);
  explicit Value(Number value);

  template <class T>
  static Number exactNumber(T value) {
    const auto number = static_cast<double>(value);
    constexpr double kExactMax = 9007199254740992.0;
    if (number > kExactMax || number < -kExactMax) refuseInexact();
    return {number};
  }
  [[noreturn]] static void refuseInexact();

  std::string body_;       // protocol/body_grammar.h of the sources
  std::vector<Ref> refs_;  // of its slots
};

}  // namespace keeve
