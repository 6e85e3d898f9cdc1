// `keeve call VAT METHOD ARG…`: one message from outside to a root object, and its result (SPEC §12).
#pragma once

#include <string>
#include <vector>

#include "cli/environment.h"
#include "kernel/output.h"

namespace keeve::cli {

struct CallWords {
  std::string vat;
  std::string method;
  std::vector<std::string> args;
};

Exit callOnce(const Environment& environment, const CallWords& words, const std::string& storeUrl);

// `keeve call -`: calls from standard input, one a line (call_line.h).
Exit callLines(const Environment& environment, const std::string& storeUrl);

// A result's text without its newline ("" for undefined), or the reason's; shared by both.
std::string resultText(const kernel::CallResult& result);
std::string unsettledText(const std::string& vat, const std::string& method);

}  // namespace keeve::cli
