#include "store/store_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string_view>
#include <system_error>
#include <thread>

#include "store/store.h"

namespace keeve::store {
namespace {

// A process writes its number just after it got the lock, and takes it out just before it gives the
// lock back: who finds the file locked and empty has come at such a moment, and tries again for a
// while.
constexpr int kTriesMax = 100;
constexpr std::chrono::milliseconds kTryPause{2};

std::string lastError() { return std::generic_category().message(errno); }

// The number in the file, or "".
std::string readHolder(int file) {
  std::array<char, 32> text{};
  const ssize_t length = pread(file, text.data(), text.size(), 0);
  const std::string_view read(text.data(), length > 0 ? static_cast<size_t>(length) : 0);
  const size_t end = read.find('\n');
  return end == std::string_view::npos ? std::string() : std::string(read.substr(0, end));
}

bool writeHolder(int file) {
  const std::string text = std::to_string(getpid()) + "\n";
  return ftruncate(file, 0) == 0 &&
         pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

StoreError inUseBy(const std::string& directory, const std::string& holder) {
  return StoreError("store " + directory + " is in use by process " + holder);
}

// Throws where another process holds the lock, and where the system fails.
void lockFile(int file, const std::string& directory) {
  for (int i = 0; i < kTriesMax; ++i) {
    if (flock(file, LOCK_EX | LOCK_NB) == 0) return;
    if (errno != EWOULDBLOCK) {
      throw StoreError("cannot lock store " + directory + ": " + lastError());
    }
    const std::string holder = readHolder(file);
    if (!holder.empty()) throw inUseBy(directory, holder);
    std::this_thread::sleep_for(kTryPause);
  }
  throw inUseBy(directory, "(it does not say its number)");
}

}  // namespace

StoreLock::StoreLock(const std::string& directory) {
  const std::string path = directory + "/" + kFileName;
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0) throw StoreError("cannot open store " + directory + ": " + lastError());
  try {
    lockFile(file_, directory);
    if (!writeHolder(file_)) {
      throw StoreError("cannot lock store " + directory + ": " + lastError());
    }
  } catch (...) {
    close(file_);
    throw;
  }
}

StoreLock::~StoreLock() {
  if (ftruncate(file_, 0) != 0) {
    // What stays in the file is overwritten by the next holder.
  }
  close(file_);
}

}  // namespace keeve::store
