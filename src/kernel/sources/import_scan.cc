#include "kernel/sources/import_scan.h"

namespace keeve::kernel {

namespace {

bool isWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$';
}

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void skipBlanks(std::string_view& text) {
  while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
}

// The content of the literal that `text` starts with, "" where there is none. Escapes make it none
// of ours.
std::string_view literal(std::string_view text) {
  if (text.empty() || (text.front() != '\'' && text.front() != '"' && text.front() != '`'))
    return {};
  const char quote = text.front();
  text.remove_prefix(1);
  const size_t end = text.find_first_of(std::string{quote, '\\', '\n', '$'});
  return end == std::string_view::npos || text[end] != quote ? std::string_view()
                                                             : text.substr(0, end);
}

void collect(std::string_view text, std::string_view word, std::set<std::string>& found) {
  for (size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + word.size())) {
    if (at > 0 && (isWordCharacter(text[at - 1]) || text[at - 1] == '.')) continue;
    std::string_view rest = text.substr(at + word.size());
    skipBlanks(rest);
    if (word == "import" && !rest.empty() && rest.front() == '(') {
      rest.remove_prefix(1);
      skipBlanks(rest);
    }
    const std::string_view specifier = literal(rest);
    if (!specifier.empty()) found.emplace(specifier);
  }
}

}  // namespace

std::set<std::string> mentionedImports(std::string_view text) {
  std::set<std::string> found;
  collect(text, "import", found);
  collect(text, "from", found);
  return found;
}

}  // namespace keeve::kernel
