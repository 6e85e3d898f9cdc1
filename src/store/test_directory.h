// A directory for one test's files, gone with the object. For tests alone.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/check.h"

namespace keeve::store {

class TestDirectory {
 public:
  TestDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "keeve-test-XXXXXX").string();
    KEEVE_CHECK(mkdtemp(pattern.data()) != nullptr, pattern);
    root_ = pattern;
  }
  ~TestDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;

  std::string path(const std::string& name) const { return root_ + "/" + name; }

 private:
  std::string root_;
};

}  // namespace keeve::store
