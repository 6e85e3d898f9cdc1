// The promises that were rejected and have no handler yet.
#pragma once

#include <v8-isolate.h>
#include <v8-persistent-handle.h>
#include <v8-promise.h>

#include <cstddef>
#include <vector>

namespace keeve::engine {

class UnhandledRejections {
 public:
  // Keeps no more than `keptMax` promises; the rest are only counted.
  explicit UnhandledRejections(size_t keptMax);

  // What Isolate::SetPromiseRejectCallback tells.
  void note(v8::Isolate* isolate, const v8::PromiseRejectMessage& message);

  struct Taken {
    std::vector<v8::Local<v8::Value>> reasons;  // oldest first
    size_t more;
  };
  Taken take(v8::Isolate* isolate);
  void clear();

 private:
  struct Entry {
    v8::Global<v8::Promise> promise;
    v8::Global<v8::Value> reason;
  };
  const size_t keptMax_;
  std::vector<Entry> entries_;
  size_t more_ = 0;
};

}  // namespace keeve::engine
