// make_snapshot OUT SCRIPT...: evaluates the scripts as makeSnapshot does and writes the snapshot
// to OUT. A script's name in stack traces is "keeve:" and its file's name.
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "engine/engine.h"

namespace {

keeve::engine::Script readScript(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {"keeve:" + path.filename().string(), {std::istreambuf_iterator<char>(in), {}}};
}

void writeFile(const char* path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw std::runtime_error(std::string("cannot write ") + path);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: make_snapshot OUT SCRIPT...\n";
    return 2;
  }
  try {
    std::vector<keeve::engine::Script> scripts;
    for (int i = 2; i < argc; ++i) scripts.push_back(readScript(argv[i]));
    writeFile(argv[1], keeve::engine::makeSnapshot(scripts));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "make_snapshot: " << error.what() << '\n';
    return 1;
  }
}
