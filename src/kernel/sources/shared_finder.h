// A finder of modules that several vats use, which start on several threads.
#pragma once

#include <mutex>
#include <string_view>

#include "kernel/sources/module_finder.h"

namespace keeve::kernel {

class SharedFinder final : public ModuleFinder {
 public:
  // `finder` must outlive it.
  explicit SharedFinder(ModuleFinder& finder) : finder_(finder) {}

  FindAnswer find(std::string_view referrer, std::string_view specifier) override {
    const std::lock_guard lock(mutex_);
    return finder_.find(referrer, specifier);
  }

 private:
  std::mutex mutex_;
  ModuleFinder& finder_;
};

}  // namespace keeve::kernel
