#include "outbox.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <utility>

Outbox::Outbox(std::string file) : file_(std::move(file)) {
  std::ifstream in(file_);
  for (std::string line; std::getline(in, line);) posted_.insert(line.substr(0, line.find('\t')));
}

void Outbox::post(const std::string& key, const std::string& to, const std::string& text) {
  if (posted_.contains(key)) return;
  const std::string line = key + "\t" + to + "\t" + text + "\n";
  const int file = open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const bool isWritten = file >= 0 &&
                         write(file, line.data(), line.size()) == ssize_t(line.size()) &&
                         fsync(file) == 0;
  if (file >= 0) close(file);
  if (!isWritten) throw std::runtime_error("cannot write to " + file_);
  posted_.insert(key);
}
