#include "keeve/app.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "host/config.h"

namespace keeve {

namespace fs = std::filesystem;

namespace {

std::string readText(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) throw AppError("cannot read " + file.string() + ": check its permissions");
  return text;
}

}  // namespace

App App::load(const std::string& path) {
  const fs::path file = path;
  std::error_code error;
  if (!fs::exists(file, error))
    throw AppError("there is no app at " + file.string() + ": name a .js, .mjs or .json file");
  if (fs::is_directory(file, error))
    throw AppError(file.string() + " is a folder: name the .js, .mjs or .json file in it");
  App app;
  app.name = file.filename().string();
  app.folder = fs::absolute(file).parent_path().string();
  const std::string kind = file.extension().string();
  if (kind == ".json") {
    host::readConfig(readText(file), file.string(), app);
    return app;
  }
  if (kind != ".js" && kind != ".mjs")
    throw AppError(file.string() + " is no app: name a .js, .mjs or .json file");
  app.bootstrap = "main";
  app.vats.push_back({.name = app.bootstrap, .source = FileSource{app.name}});
  return app;
}

}  // namespace keeve
