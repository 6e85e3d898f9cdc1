// The buffers through which values cross between JavaScript and C++ (js/native.js): bytes, the references that go with
// them, those that a record held before it is rewritten, and three numbers that tell what the last read found.
#pragma once

#include <v8-array-buffer.h>
#include <v8-function.h>
#include <v8-isolate.h>
#include <v8-local-handle.h>
#include <v8-object.h>
#include <v8-persistent-handle.h>
#include <v8-typed-array.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/capdata.h"
#include "protocol/worker.h"

namespace keeve::liveslots {

// What is read stays good until the next read or encoding. Belongs to one isolate and must be gone before it is.
class SharedMemory {
 public:
  // Within an entered context. `adopt` is the JavaScript function that is told of the buffers, at once and whenever they
  // were replaced by larger ones: adopt({ buffer, refs, formerRefs, found, cacheNumbers }).
  SharedMemory(v8::Isolate* isolate, v8::Local<v8::Function> adopt);
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  uint8_t* bytes() const { return bytes_; }
  size_t capacity() const { return capacity_; }

  // Larger buffers, where they are not large enough, with the old ones' contents. Throws VatFault where JavaScript could
  // not be told.
  void reserve(size_t bytesNeeded, size_t pairsNeeded);

  // What an encoding left: its first `length` bytes and `refCount` references. Throws CheckFailed for numbers that cannot be.
  std::string_view body(size_t length) const;
  std::vector<Vref> slots(size_t refCount) const;
  std::vector<Vref> formerSlots(size_t refCount) const;       // of the buffer `formerRefs`
  void appendSlots(std::string& out, size_t refCount) const;  // as the head of a stored capdata

  // Makes stored capdata the last read; `shape` is told along. False where it is none. Throws as reserve() does.
  bool load(std::string_view capdata, uint64_t shape);
  void load(const VatCapData& data);

  // The bound of the state cache, and what js/cache.js told of its use last.
  void setCacheBytesMax(size_t bytes);
  CacheUse takeCacheUse();

  // Puts references where an encoding would. Throws as reserve() does.
  void loadRefs(const std::vector<Vref>& refs);

 private:
  void resizeBytes(size_t capacity);
  void resizeRefs(size_t pairs);  // both buffers of references have one size
  void tell();
  void found(size_t length, size_t refCount, uint64_t shape);

  v8::Isolate* const isolate_;
  v8::Global<v8::Function> adopt_;
  v8::Global<v8::ArrayBuffer> buffer_;
  v8::Global<v8::Float64Array> refsArray_;
  v8::Global<v8::Float64Array> formerRefsArray_;
  v8::Global<v8::Int32Array> foundArray_;
  v8::Global<v8::Float64Array> cacheArray_;
  uint8_t* bytes_ = nullptr;
  double* refs_ = nullptr;
  double* formerRefs_ = nullptr;
  int32_t* found_ = nullptr;
  double* cache_ = nullptr;
  size_t capacity_ = 0;
  size_t pairs_ = 0;
};

}  // namespace keeve::liveslots
