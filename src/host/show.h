// One object of a store in words (keeve/inspect.h).
#pragma once

#include <string>

#include "keeve/inspect.h"
#include "kernel/inspect/inspect.h"

namespace keeve::host {

// std::invalid_argument where `ref` is no REF; std::runtime_error where there is no such object.
ObjectShow showObject(const kernel::Inspector& inspector, const std::string& ref);

}  // namespace keeve::host
