// `keeve run APP`: starts APP, or resumes it where the store already holds it (SPEC §12).
#pragma once

#include <string>

#include "cli/environment.h"

namespace keeve::cli {

Exit runApp(const Environment& environment, const std::string& file, const VatOptions& options);

}  // namespace keeve::cli
