// A line of `keeve call -`: VAT METHOD ARG…, separated by blanks. An ARG that starts with { [ or " reaches to the end of
// that JSON text, blanks and all; one in '…' is what the quotes hold; any other reaches to the next blank.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace keeve::cli {

struct CallLine {
  std::string vat;
  std::string method;
  std::vector<std::string> args;  // texts: JSON, or strings
};
struct BlankLine {};
struct BadLine {
  std::string message;
};

std::variant<CallLine, BlankLine, BadLine> parseCallLine(std::string_view line);

}  // namespace keeve::cli
