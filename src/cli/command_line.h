// The command line of SPEC §12: which command, with what, and what the process ends with.
#pragma once

#include <string>
#include <vector>

#include "cli/environment.h"

namespace keeve::cli {

// `words` are the arguments without the program's name. Errors were told on standard error when it returns.
Exit runCommandLine(const Environment& environment, std::vector<std::string> words);

}  // namespace keeve::cli
