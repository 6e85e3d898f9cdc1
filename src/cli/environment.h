// What a command works with, handed in by main or by a test.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>

#include "cli/process_output.h"
#include "keeve/kernel.h"

namespace keeve::cli {

struct Environment {
  const std::atomic<bool>& stop;  // SIGTERM or SIGINT came
  Streams streams;
};

// Of the commands that run vats, as the words of the command line said.
struct VatOptions {
  std::string store;
  size_t threads = 0;  // 0: one for each core
  size_t awake = 0;    // 0: all
  size_t cacheMb = KernelOptions().cacheMb;
};

// A kernel's, with its lines going to `output`, which must outlive it.
KernelOptions kernelOptions(const Environment& environment, const VatOptions& options,
                            ProcessOutput& output);

// What a process ends with (SPEC §12).
enum class Exit : int { fine = 0, failed = 1, usage = 2 };

// One line on standard error.
void complain(const Environment& environment, const std::string& line);

}  // namespace keeve::cli
