// APP of the command line (SPEC §12): a vat module, or a config that names several. What it says about its vats, checked
// as far as that goes without running any of it.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "protocol/worker.h"

namespace keeve::cli {

// The app cannot be read, or makes no sense: one line that says what and where.
class AppError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct AppVat {
  VatSettings settings;
  std::string source;      // a file, as seen from the app's folder
  std::string parameters;  // a body without slots
};

struct App {
  std::string name;              // the file's, without its folder
  std::filesystem::path folder;  // where the file lies
  std::string bootstrapVat;      // "" for none
  std::vector<AppVat> vats;
};

App loadApp(const std::filesystem::path& file);

}  // namespace keeve::cli
