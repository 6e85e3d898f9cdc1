#include "host/json_body.h"

#include <charconv>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "keeve/value.h"
#include "protocol/body_grammar.h"
#include "protocol/body_string.h"
#include "protocol/body_writer.h"
#include "protocol/utf.h"

namespace keeve::host {

namespace {

struct NotJson {};

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Reads one value at a time off the front of a text (RFC 8259); throws NotJson, or ValueError where it is impassable.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : rest_(text) {}

  std::string takeWhole() {
    std::string body = takeValue(0);
    skipBlanks();
    if (!rest_.empty()) throw NotJson{};
    return body;
  }

 private:
  std::string takeValue(uint32_t depth) {
    if (depth > kBodyDepthMax) throw ValueError("values nested deeper than 1000 are not passable");
    skipBlanks();
    if (rest_.empty()) throw NotJson{};
    switch (rest_.front()) {
      case '{':
        return takeRecord(depth);
      case '[':
        return takeArray(depth);
      case '"':
        return takeString();
      case 't':
        return takeWord("true", kTagTrue);
      case 'f':
        return takeWord("false", kTagFalse);
      case 'n':
        return takeWord("null", kTagNull);
      default:
        return takeNumber();
    }
  }

  std::string takeRecord(uint32_t depth) {
    takeCharacter('{');
    std::vector<std::pair<std::string, std::string>> properties;
    std::map<std::string, size_t> places;
    if (!takeIf('}')) {
      do {
        skipBlanks();
        std::string name = takeString();
        skipBlanks();
        takeCharacter(':');
        std::string value = takeValue(depth + 1);
        const auto [place, isNew] = places.emplace(name, properties.size());
        if (isNew) {
          properties.emplace_back(std::move(name), std::move(value));
        } else {
          properties[place->second].second = std::move(value);
        }
      } while (takeIf(','));
      takeCharacter('}');
    }
    std::string out(1, static_cast<char>(kTagRecord));
    appendVarint(out, properties.size());
    for (const auto& [name, value] : properties) out.append(name).append(value);
    return out;
  }

  std::string takeArray(uint32_t depth) {
    takeCharacter('[');
    std::string values;
    uint64_t count = 0;
    if (!takeIf(']')) {
      do {
        values += takeValue(depth + 1);
        ++count;
      } while (takeIf(','));
      takeCharacter(']');
    }
    std::string out(1, static_cast<char>(kTagArray));
    appendVarint(out, count);
    return out += values;
  }

  std::string takeString() {
    takeCharacter('"');
    std::u16string units;
    for (;;) {
      const size_t end = rest_.find_first_of("\"\\");
      if (end == std::string_view::npos) throw NotJson{};
      const std::string_view plain = rest_.substr(0, end);
      for (const char c : plain) {
        if (static_cast<unsigned char>(c) < 0x20) throw NotJson{};
      }
      units += utf8ToUtf16(plain);
      const char mark = rest_[end];
      rest_.remove_prefix(end + 1);
      if (mark == '"') break;
      units.push_back(takeEscape());
    }
    if (!isWellFormedUtf16(units)) throw ValueError("unpaired surrogates are not passable");
    std::string out;
    appendBodyString(out, utf16ToUtf8(units));
    return out;
  }

  char16_t takeEscape() {
    if (rest_.empty()) throw NotJson{};
    const char escape = rest_.front();
    rest_.remove_prefix(1);
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    const size_t place = kNames.find(escape);
    if (place != std::string_view::npos) return static_cast<char16_t>(kMeant[place]);
    if (escape != 'u' || rest_.size() < 4) throw NotJson{};
    uint16_t unit = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + 4, unit, 16);
    if (error != std::errc() || end != rest_.data() + 4) throw NotJson{};
    rest_.remove_prefix(4);
    return unit;
  }

  std::string takeWord(std::string_view word, BodyTag tag) {
    if (!rest_.starts_with(word)) throw NotJson{};
    rest_.remove_prefix(word.size());
    return std::string(1, static_cast<char>(tag));
  }

  std::string takeNumber() {
    const size_t size = numberSize();
    double number = 0;
    // A number past the range of doubles is out_of_range here and leaves `number` alone: strtod knows what it means.
    const std::string digits(rest_.substr(0, size));
    number = std::strtod(digits.c_str(), nullptr);
    rest_.remove_prefix(size);
    BodyWriter writer;
    writer.number(number);
    return writer.take();
  }

  size_t numberSize() const {
    size_t at = 0;
    const auto digits = [&] {
      const size_t from = at;
      while (at < rest_.size() && isDigit(rest_[at])) ++at;
      if (at == from) throw NotJson{};
      return at - from;
    };
    if (rest_[at] == '-') ++at;
    const bool zero = at < rest_.size() && rest_[at] == '0';
    if (digits() > 1 && zero) throw NotJson{};
    if (at < rest_.size() && rest_[at] == '.') {
      ++at;
      digits();
    }
    if (at < rest_.size() && (rest_[at] == 'e' || rest_[at] == 'E')) {
      ++at;
      if (at < rest_.size() && (rest_[at] == '+' || rest_[at] == '-')) ++at;
      digits();
    }
    return at;
  }

  void skipBlanks() {
    const size_t end = rest_.find_first_not_of(" \t\n\r");
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end);
  }

  bool takeIf(char c) {
    skipBlanks();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void takeCharacter(char c) {
    if (rest_.empty() || rest_.front() != c) throw NotJson{};
    rest_.remove_prefix(1);
  }

  std::string_view rest_;
};

}  // namespace

JsonBody jsonToBody(std::string_view text) {
  try {
    return JsonReader(text).takeWhole();
  } catch (const NotJson&) {
    return NoJson{};
  } catch (const ValueError& impassable) {
    return ImpassableJson{impassable.what()};
  }
}

std::string argumentToBody(std::string_view text) {
  // The common argument that is no JSON is a plain word: it is not worth an exception.
  if (!text.empty() &&
      ((text.front() >= 'A' && text.front() <= 'Z') ||
       (text.front() >= 'a' && text.front() <= 'z')) &&
      text != "true" && text != "false" && text != "null") {
    std::string out;
    const bool isWord = text.find_first_of(" \t\r\n") == std::string_view::npos;
    if (isWord) {
      appendBodyString(out, text);
      return out;
    }
  }
  JsonBody body = jsonToBody(text);
  if (auto* json = std::get_if<std::string>(&body)) return std::move(*json);
  if (const auto* impassable = std::get_if<ImpassableJson>(&body))
    throw ValueError(impassable->message);
  std::string out;
  appendBodyString(out, text);
  return out;
}

}  // namespace keeve::host
