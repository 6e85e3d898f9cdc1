// Why an object of a store is kept, in words (keeve/inspect.h).
#pragma once

#include <string>
#include <vector>

#include "kernel/inspect/inspect.h"

namespace keeve::host {

// A line for each step, from what is kept anyway down to the object. Throws as showObject().
std::vector<std::string> whyLines(const store::Store& store, const std::string& ref);

}  // namespace keeve::host
