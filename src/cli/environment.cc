#include "cli/environment.h"

#include <algorithm>

namespace keeve::cli {

KernelOptions kernelOptions(const Environment& environment, const VatOptions& options,
                            ProcessOutput& output) {
  KernelOptions out;
  out.store = options.store;
  out.threads = options.threads;
  out.awake = options.awake;
  out.cacheMb = options.cacheMb;
  out.stop = &environment.stop;
  output.take(out);
  return out;
}

void complain(const Environment& environment, const std::string& line) {
  std::string text = line;
  std::replace(text.begin(), text.end(), '\n', ' ');
  writeAll(environment.streams.err, text + "\n");
}

}  // namespace keeve::cli
