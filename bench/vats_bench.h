// What a second thread gains (bench/vat-busy.js).
#pragma once

#include <string>

#include "bench/figures.h"

namespace keeve::engine {
class Engine;
}

namespace keeve::bench {

// One run over new stores in `folder`: two vats that compute at once, with one thread ("serial") and with two
// ("parallel").
Figures runVats(engine::Engine& engine, const std::string& folder);

}  // namespace keeve::bench
