// Calls from outside as a server makes them: through the C++ API, each answered when what it did is durable.
#pragma once

#include <string>

#include "bench/figures.h"

namespace keeve::bench {

// "durableCall": with eight clients, each of which calls a method that increments an object as soon as its call before was
// answered. In a new store in `folder`.
Figures runCalls(const std::string& folder);

}  // namespace keeve::bench
