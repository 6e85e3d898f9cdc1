// What messages between vats cost (bench/vat-client.js and bench/vat-target.js), and what a second thread gains
// (bench/vat-busy.js).
#pragma once

#include <string>

#include "bench/figures.h"

namespace keeve::engine {
class Engine;
}

namespace keeve::bench {

// One run over new stores in `folder`: a message among 1000 in flight ("ping", and "incMessage" to a virtual object); a
// message and its answer with nothing else under way ("pingOne"); two vats that compute at once, with one thread
// ("serial") and with two ("parallel").
Figures runVats(engine::Engine& engine, const std::string& folder);

}  // namespace keeve::bench
