// `keeve call VAT METHOD ARG…`: one message from outside to a root object, and its result (SPEC §12).
#pragma once

#include <string>
#include <vector>

#include "cli/environment.h"
#include "keeve/call.h"

namespace keeve::cli {

struct CallWords {
  std::string vat;
  std::string method;
  std::vector<std::string> args;
};

Exit callOnce(const Environment& environment, const CallWords& words, const VatOptions& options);

// `keeve call -`: calls from standard input, one a line (call_line.h).
Exit callLines(const Environment& environment, const VatOptions& options);

// Shared by both. ValueError where an argument cannot be passed.
std::vector<Value> argumentsOf(const std::vector<std::string>& texts);
// A result's text without its newline ("" for undefined), or the reason's.
std::string resultText(const Outcome& outcome);
std::string unsettledText(const std::string& vat, const std::string& method);

}  // namespace keeve::cli
