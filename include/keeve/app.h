// An app (SPEC §12): the vats that a kernel is to hold, and what they are made of. Read from a file,
// or put together in C++:
//
//   App app = App::load("shop/keeve.json");
//   App app{.name = "shop", .vats = {{.name = "till", .source = FileSource{"till.js"}}}};
#pragma once

#include <cstddef>
#include <set>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "keeve/value.h"

namespace keeve {

// The app cannot be read, or makes no sense: one line that says what and where.
class AppError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A file, as seen from the app's folder. What it imports is found by Node's rules.
struct FileSource {
  std::string file;
};

// Modules that are in no file. The first is the vat's; "./lib/tally.js" in it names "lib/tally.js".
struct TextModule {
  std::string name;  // "main.js", "lib/tally.js"
  std::string text;  // UTF-8
};
struct TextSource {
  std::vector<TextModule> modules;
};
using VatSource = std::variant<FileSource, TextSource>;

// SPEC §11, by the config's names.
struct Limits {
  double heapMB = 256;
  int crankMs = 5000;
  double storeMB = 0;  // 0: none
  size_t messages = 100'000;
  double valueMB = 16;
};

struct AppVat {
  std::string name;
  VatSource source = {};
  Value parameters = Value::record({});
  std::set<std::string> powers = {};  // "clock", "random", "vatAdmin"
  Limits limits = {};
};

// What vats with the power `vatAdmin` may make vats of, by its name, besides the sources of the
// app's own vats.
struct AppSource {
  std::string name;
  VatSource source = {};
  std::set<std::string> powers = {};
  Limits limits = {};
};

struct App {
  std::string name;         // under which a store holds it; of a file, its name without the folder
  std::string folder = {};  // that files are seen from; "": the current one
  std::string bootstrap = {};  // the vat whose root is asked to bootstrap(); "" for none
  std::vector<AppVat> vats = {};
  std::vector<AppSource> sources = {};
  // Host objects that bootstrap() gets as its second argument, a record by name. Each is to be added
  // to the kernel (Kernel::addHostObject).
  std::vector<std::string> hostObjects = {};

  // A vat module (.js, .mjs; its vat is named `main`, and is its own bootstrap vat) or a config
  // (.json). Throws AppError.
  static App load(const std::string& file);
};

}  // namespace keeve
