// `keeve gc`: collects what nothing can reach, and says what it freed (SPEC §12).
#pragma once

#include <string>

#include "cli/environment.h"

namespace keeve::cli {

struct GcOptions {
  bool isDryRun = false;  // says what would be freed, and changes nothing
  bool asJson = false;
};

Exit collectGarbage(const Environment& environment, const GcOptions& options,
                    const std::string& storeUrl);

}  // namespace keeve::cli
