// A new directory of the system's temporary ones, gone with the object. For tests and benchmarks.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/check.h"

namespace keeve {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "keeve-test-XXXXXX").string();
    KEEVE_CHECK(mkdtemp(pattern.data()) != nullptr, pattern);
    root_ = pattern;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& root() const { return root_; }
  std::string path(const std::string& name) const { return (root_ / name).string(); }

 private:
  std::filesystem::path root_;
};

}  // namespace keeve
