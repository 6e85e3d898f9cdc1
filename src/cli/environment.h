// What a command works with, handed in by main or by a test.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "base/clock.h"
#include "cli/process_output.h"
#include "protocol/worker.h"

namespace keeve::cli {

struct Environment {
  std::function<VatWorkerFactory&()> workers;  // starts the engine when it is first asked for
  const Clock& clock;
  const std::atomic<bool>& stop;  // SIGTERM or SIGINT came
  Streams streams;
};

// What a process ends with (SPEC §12).
enum class Exit : int { fine = 0, failed = 1, usage = 2 };

// One line on standard error.
void complain(const Environment& environment, const std::string& line);

}  // namespace keeve::cli
