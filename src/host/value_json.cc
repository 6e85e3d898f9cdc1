#include "host/value_json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <type_traits>

#include "protocol/body_grammar.h"
#include "protocol/body_reader.h"

namespace keeve::host {

namespace {

// JavaScript's Number::toString: all digits up to 21 of them, else an exponent.
std::string finiteText(double number) {
  std::array<char, 40> buffer{};
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                     std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<size_t>(written.ptr - buffer.data()));
  const size_t mark = text.find('e');
  int exponent = 0;
  const char* digitsOfExponent = text.data() + mark + (text[mark + 1] == '+' ? 2 : 1);
  std::from_chars(digitsOfExponent, text.data() + text.size(), exponent);
  std::string digits(1, text[0]);
  if (mark > 2) digits.append(text.substr(2, mark - 2));
  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // digits before the decimal point
  if (point > 21 || point <= -6) {
    std::string out(1, digits[0]);
    if (count > 1) out.append(".").append(digits, 1);
    return out + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
  }
  if (point >= count) return digits + std::string(static_cast<size_t>(point - count), '0');
  if (point > 0) return digits.insert(static_cast<size_t>(point), ".");
  return "0." + std::string(static_cast<size_t>(-point), '0') + digits;
}

class ValuePrinter {
 public:
  ValuePrinter(BodyReader& reader, const SlotTexts& slots) : reader_(reader), slots_(slots) {}

  std::string print() { return print(reader_.next()); }

  std::string print(const BodyItem& item) {
    return std::visit([this](const auto& value) { return show(value); }, item);
  }

 private:
  // What JSON lacks, as console.log shows it: a string, but plain within another, or each level would escape the ones below anew.
  std::string special(const std::string& form) { return depth_ > 0 ? form : jsonString(form); }
  std::string printWithin(const BodyItem& item) {
    ++depth_;
    std::string out = print(item);
    --depth_;
    return out;
  }

  std::string show(const BodyUndefined&) { return special("undefined"); }
  std::string show(const BodyNull&) { return "null"; }
  std::string show(bool value) { return value ? "true" : "false"; }
  std::string show(double value) {
    return std::isfinite(value) ? numberText(value) : special(numberText(value));
  }
  std::string show(const BodyBigInt& value) { return special(value.text() + "n"); }
  std::string show(const BodyString& value) { return jsonString(value.utf8()); }
  std::string show(const BodySymbol& value) {
    const std::string prefix = value.sort == SymbolSort::wellKnown ? "Symbol(Symbol." : "Symbol(";
    return special(prefix + value.name.utf8() + ")");
  }

  std::string show(const BodyArray& array) {
    std::string out = "[";
    for (uint64_t i = 0; i < array.count && !reader_.atEnd(); ++i) {
      if (i > 0) out += ',';
      out += print();
    }
    return out += ']';
  }

  std::string show(const BodyRecord& record) {
    std::string out = "{";
    for (uint64_t i = 0; i < record.count && !reader_.atEnd(); ++i) {
      if (i > 0) out += ',';
      out += print();
      out += ':';
      out += print();
    }
    return out += '}';
  }

  std::string show(const BodyError& error) { return special(consoleForm(error)); }

  std::string consoleForm(const BodyError& error) {
    std::string details;
    const auto detail = [&](uint8_t part, std::string_view name) {
      if ((error.parts & part) == 0) return;
      const BodyItem item = reader_.next();
      const auto* nested = std::get_if<BodyError>(&item);
      details.append(details.empty() ? " { " : ", ").append(name).append(": ");
      details += nested ? consoleForm(*nested) : printWithin(item);
    };
    detail(kErrorCause, "[cause]");
    detail(kErrorErrors, "[errors]");
    detail(kErrorIncarnation, "incarnation");
    if (!details.empty()) details += " }";
    return nameAndMessage(error) + details;
  }

  std::string show(const BodyTagged& tagged) {
    const std::string payload = printWithin(reader_.next());
    return special("Object [" + tagged.tag.utf8() + "] { payload: " + payload + " }");
  }

  std::string show(const BodyRemotable& remotable) {
    const std::string& known = slots_[remotable.slot];
    const std::string name = remotable.interfaceName.utf8();
    if (!known.empty()) return known;
    return special(name.empty() ? "[Alleged: object]" : "[" + name + "]");
  }

  std::string show(const BodyPromise& promise) {
    const std::string& known = slots_[promise.slot];
    return known.empty() ? special("Promise {}") : known;
  }

  std::string show(const BodyMalformed& malformed) {
    return special("<damaged at byte " + std::to_string(malformed.offset) + ": " +
                   std::string(malformed.reason) + ">");
  }

 public:
  static std::string nameAndMessage(const BodyError& error) {
    std::string name = error.name.utf8();
    std::string message = error.message.utf8();
    if (name.empty()) return message;
    return message.empty() ? name : name + ": " + message;
  }

 private:
  BodyReader& reader_;
  const SlotTexts& slots_;
  int depth_ = 0;  // within how many such forms
};

std::string oneLine(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> bodyToJson(std::string_view body, const SlotTexts& slots) {
  BodyReader reader(body, slots.size());
  const BodyItem first = reader.next();
  if (std::holds_alternative<BodyUndefined>(first)) return std::nullopt;
  return ValuePrinter(reader, slots).print(first);
}

std::string takeValueJson(std::string_view body, size_t& offset, const SlotTexts& slots) {
  BodyReader reader(body.substr(offset), slots.size());
  std::string text = ValuePrinter(reader, slots).print();
  offset += reader.offset();
  return text;
}

std::string bodyToErrorLine(std::string_view body, const SlotTexts& slots) {
  BodyReader reader(body, slots.size());
  const BodyItem first = reader.next();
  if (const auto* error = std::get_if<BodyError>(&first))
    return oneLine(ValuePrinter::nameAndMessage(*error));
  if (std::holds_alternative<BodyUndefined>(first)) return "undefined";
  return ValuePrinter(reader, slots).print(first);
}

std::string jsonString(std::string_view utf8) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kMeant = "\b\t\n\f\r\"\\";
  constexpr std::string_view kNames = "btnfr\"\\";
  std::string out = "\"";
  for (const char c : utf8) {
    const size_t place = kMeant.find(c);
    const auto unit = static_cast<unsigned char>(c);
    if (place != std::string_view::npos) {
      out += '\\';
      out += kNames[place];
    } else if (unit < 0x20) {
      out.append("\\u00").append(1, kHex[unit >> 4]).append(1, kHex[unit & 15]);
    } else {
      out += c;
    }
  }
  return out += '"';
}

std::string numberText(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  if (number == 0) return std::signbit(number) ? "-0" : "0";
  return number < 0 ? "-" + finiteText(-number) : finiteText(number);
}

}  // namespace keeve::host
