#include "cli/call_line.h"

namespace keeve::cli {

namespace {

constexpr std::string_view kBlanks = " \t\r";

// Where the JSON text at the front of `rest` ends; 0 where it does not end, or no blank follows it.
size_t jsonSize(std::string_view rest) {
  size_t depth = 0;
  bool inString = false;
  for (size_t at = 0; at < rest.size(); ++at) {
    const char c = rest[at];
    if (inString) {
      if (c == '\\') {
        ++at;
      } else if (c == '"') {
        inString = false;
      }
    } else if (c == '"') {
      inString = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return 0;
      --depth;
    }
    if (depth == 0 && !inString) {
      const bool ends =
          at + 1 == rest.size() || kBlanks.find(rest[at + 1]) != std::string_view::npos;
      return ends ? at + 1 : 0;
    }
  }
  return 0;
}

struct Words {
  std::vector<std::string> words;
  bool unended = false;  // a quote was
};

Words split(std::string_view rest) {
  Words out;
  for (;;) {
    const size_t start = rest.find_first_not_of(kBlanks);
    if (start == std::string_view::npos) return out;
    rest.remove_prefix(start);
    size_t size = 0;
    if (rest.front() == '\'') {
      const size_t end = rest.find('\'', 1);
      if (end == std::string_view::npos) {
        out.unended = true;
        return out;
      }
      out.words.emplace_back(rest.substr(1, end - 1));
      rest.remove_prefix(end + 1);
      continue;
    }
    if (rest.front() == '{' || rest.front() == '[' || rest.front() == '"') size = jsonSize(rest);
    if (size == 0) size = std::min(rest.find_first_of(kBlanks), rest.size());
    out.words.emplace_back(rest.substr(0, size));
    rest.remove_prefix(size);
  }
}

}  // namespace

std::variant<CallLine, BlankLine, BadLine> parseCallLine(std::string_view line) {
  Words parts = split(line);
  auto& words = parts.words;
  if (parts.unended) return BadLine{"a ' has no end: close it, or write the argument as JSON"};
  if (words.empty()) return BlankLine{};
  if (words.size() == 1) return BadLine{"a line is VAT METHOD ARG…: give a method of " + words[0]};
  CallLine call{std::move(words[0]), std::move(words[1]), {}};
  call.args.assign(std::make_move_iterator(words.begin() + 2),
                   std::make_move_iterator(words.end()));
  return call;
}

}  // namespace keeve::cli
