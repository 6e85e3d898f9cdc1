// What an app of very many vats costs (SPEC §8.3, `--awake`): all of them start, and each gets a message, with few of
// them in memory at any time.
#pragma once

#include <cstddef>
#include <string>

namespace keeve::engine {
class Engine;
}

namespace keeve::bench {

struct WakePlan {
  size_t vats = 10'000;
  size_t awake = 100;
};

// One run over a new store in `folder`; a line of JSON on standard output. A wake-up is a call to a vat that sleeps,
// timed in this process until its result is durable.
void runWake(const WakePlan& plan, engine::Engine& engine, const std::string& folder);

}  // namespace keeve::bench
