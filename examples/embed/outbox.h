// Letters in a file, a line each: "KEY<tab>TO<tab>TEXT". The key says which call asked for a letter,
// so that one that was asked for twice, since the process died in between, is posted once.
#pragma once

#include <set>
#include <string>

class Outbox {
 public:
  explicit Outbox(std::string file);

  // Returns when the letter is on the disk.
  void post(const std::string& key, const std::string& to, const std::string& text);

 private:
  const std::string file_;
  std::set<std::string> posted_;  // keys
};
