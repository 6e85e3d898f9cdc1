// The config of an app (SPEC §12): JSON that names the vats, their sources, parameters, powers and limits, and
// the sources that vats can be made of later.
#pragma once

#include <string>
#include <string_view>

#include "keeve/app.h"

namespace keeve::host {

// Fills in what the config says: app.bootstrap, app.vats and app.sources, in the order of the file. AppError, naming
// `file` and the place, for what is not known, of the wrong type, or out of range.
void readConfig(std::string_view text, const std::string& file, App& app);

}  // namespace keeve::host
