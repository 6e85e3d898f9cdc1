#include "cli/environment.h"

#include <algorithm>

namespace keeve::cli {

void complain(const Environment& environment, const std::string& line) {
  std::string text = line;
  std::replace(text.begin(), text.end(), '\n', ' ');
  writeAll(environment.streams.err, text + "\n");
}

}  // namespace keeve::cli
