#include "base/check.h"

namespace keeve {
namespace {

// Messages name a file as the repository does, whatever path the compiler was given.
std::string_view repositoryPath(std::string_view file) {
  const size_t source = file.rfind("src/");
  return source == std::string_view::npos ? file : file.substr(source);
}

}  // namespace

void checkFailed(std::string_view file, int line, std::string_view condition,
                 std::string_view operands) {
  std::ostringstream out;
  out << repositoryPath(file) << ':' << line << ": check failed: " << condition << operands;
  throw CheckFailed(out.str());
}

}  // namespace keeve
