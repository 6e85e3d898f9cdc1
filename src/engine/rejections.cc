#include "engine/rejections.h"

#include <algorithm>

namespace keeve::engine {

UnhandledRejections::UnhandledRejections(size_t keptMax) : keptMax_(keptMax) {}

void UnhandledRejections::note(v8::Isolate* isolate, const v8::PromiseRejectMessage& message) {
  const v8::Local<v8::Promise> promise = message.GetPromise();
  switch (message.GetEvent()) {
    case v8::kPromiseRejectWithNoHandler:
      if (entries_.size() < keptMax_) {
        entries_.push_back({{isolate, promise}, {isolate, message.GetValue()}});
      } else {
        ++more_;
      }
      return;
    case v8::kPromiseHandlerAddedAfterReject: {
      const auto known = std::find_if(entries_.rbegin(), entries_.rend(),
                                      [&](const Entry& entry) { return entry.promise == promise; });
      if (known != entries_.rend()) {
        entries_.erase(std::next(known).base());
      } else if (more_ > 0) {
        --more_;
      }
      return;
    }
    case v8::kPromiseRejectAfterResolved:
    case v8::kPromiseResolveAfterResolved:
      return;
  }
}

UnhandledRejections::Taken UnhandledRejections::take(v8::Isolate* isolate) {
  Taken taken{{}, more_};
  for (const Entry& entry : entries_) taken.reasons.push_back(entry.reason.Get(isolate));
  clear();
  return taken;
}

void UnhandledRejections::clear() {
  entries_.clear();
  more_ = 0;
}

}  // namespace keeve::engine
