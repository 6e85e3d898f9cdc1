#include "cli/app.h"

#include <fstream>
#include <iterator>

#include "cli/config.h"
#include "protocol/body_grammar.h"

namespace keeve::cli {

namespace fs = std::filesystem;

namespace {

std::string emptyRecord() { return {static_cast<char>(kTagRecord), '\0'}; }

std::string readText(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) throw AppError("cannot read " + file.string() + ": check its permissions");
  return text;
}

}  // namespace

App loadApp(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error))
    throw AppError("there is no app at " + file.string() + ": name a .js, .mjs or .json file");
  if (fs::is_directory(file, error))
    throw AppError(file.string() + " is a folder: name the .js, .mjs or .json file in it");
  App app;
  app.name = file.filename().string();
  app.folder = fs::absolute(file).parent_path();
  const std::string kind = file.extension().string();
  if (kind == ".json") {
    readConfig(readText(file), file.string(), app);
    return app;
  }
  if (kind != ".js" && kind != ".mjs")
    throw AppError(file.string() + " is no app: name a .js, .mjs or .json file");
  VatSettings settings;
  settings.name = "main";
  app.bootstrapVat = settings.name;
  app.vats.push_back({std::move(settings), app.name, emptyRecord()});
  return app;
}

}  // namespace keeve::cli
