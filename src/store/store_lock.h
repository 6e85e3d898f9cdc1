// The right to a store's directory: one process at a time, and the others are told which. The lock
// is the file PATH/keeve.lock, locked by the system for as long as this object lives, with the
// process's number in it; a process that died holds nothing, whatever its file says.
#pragma once

#include <string>

namespace keeve::store {

class StoreLock {
 public:
  // The directory must be there. StoreError "store PATH is in use by process N", or why it cannot
  // be locked.
  explicit StoreLock(const std::string& directory);
  ~StoreLock();
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;

  static constexpr const char* kFileName = "keeve.lock";

 private:
  int file_;
};

}  // namespace keeve::store
