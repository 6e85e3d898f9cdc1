// V8 running in this process: the flags, the platform and its threads. Made at most once in a
// process, since V8 cannot be started again. The snapshot program and Engine both go through here,
// so a snapshot is made and restored under the same flags.
#pragma once

#include <v8-platform.h>

#include <memory>

namespace keeve::engine {

class V8Process {
 public:
  V8Process();
  ~V8Process();
  V8Process(const V8Process&) = delete;
  V8Process& operator=(const V8Process&) = delete;

  v8::Platform& platform() const { return *platform_; }

 private:
  std::unique_ptr<v8::Platform> platform_;
};

}  // namespace keeve::engine
