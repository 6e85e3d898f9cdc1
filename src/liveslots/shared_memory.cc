#include "liveslots/shared_memory.h"

#include <algorithm>
#include <cstring>

#include "base/bytes.h"
#include "base/check.h"
#include "engine/text.h"
#include "protocol/syscall_port.h"

namespace keeve::liveslots {
namespace {

// Most vats pass little; what passes more makes them grow.
constexpr size_t kBytesAtFirst = 4 << 10;
constexpr size_t kPairsAtFirst = 64;
constexpr size_t kFoundNumbers = 3;

// As js/cache.js has them.
constexpr size_t kCacheMax = 0;
constexpr size_t kCacheHeld = 1;
constexpr size_t kCacheEvicted = 2;
constexpr size_t kCacheHits = 3;
constexpr size_t kCacheMisses = 4;
constexpr size_t kCacheNumbers = 5;

v8::Local<v8::Float64Array> newDoubles(v8::Isolate* isolate, size_t count) {
  return v8::Float64Array::New(v8::ArrayBuffer::New(isolate, count * sizeof(double)), 0, count);
}

double* dataOf(v8::Local<v8::Float64Array> array) {
  return static_cast<double*>(array->Buffer()->Data());
}

std::vector<Vref> toVrefs(const double* pairs, size_t count) {
  std::vector<Vref> refs;
  refs.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    refs.push_back({static_cast<uint32_t>(pairs[2 * i]), static_cast<uint64_t>(pairs[2 * i + 1])});
  }
  return refs;
}

}  // namespace

SharedMemory::SharedMemory(v8::Isolate* isolate, v8::Local<v8::Function> adopt)
    : isolate_(isolate), adopt_(isolate, adopt) {
  resizeBytes(kBytesAtFirst);
  resizeRefs(kPairsAtFirst);
  const v8::Local<v8::ArrayBuffer> foundBuffer =
      v8::ArrayBuffer::New(isolate, kFoundNumbers * sizeof(int32_t));
  foundArray_.Reset(isolate, v8::Int32Array::New(foundBuffer, 0, kFoundNumbers));
  found_ = static_cast<int32_t*>(foundBuffer->Data());
  const v8::Local<v8::Float64Array> cacheNumbers = newDoubles(isolate, kCacheNumbers);
  cacheArray_.Reset(isolate, cacheNumbers);
  cache_ = dataOf(cacheNumbers);
  tell();
}

void SharedMemory::tell() {
  const v8::Local<v8::Context> context = isolate_->GetCurrentContext();
  const v8::Local<v8::Object> memory = v8::Object::New(isolate_);
  const auto set = [&](const char* name, v8::Local<v8::Value> value) {
    memory->Set(context, engine::toV8Name(isolate_, name), value).Check();
  };
  set("buffer", buffer_.Get(isolate_));
  set("refs", refsArray_.Get(isolate_));
  set("formerRefs", formerRefsArray_.Get(isolate_));
  set("found", foundArray_.Get(isolate_));
  set("cacheNumbers", cacheArray_.Get(isolate_));
  v8::Local<v8::Value> argument = memory;
  if (adopt_.Get(isolate_)->Call(context, v8::Undefined(isolate_), 1, &argument).IsEmpty()) {
    throw VatFault({"", "the vat ran out of stack where it needed more memory"});
  }
}

void SharedMemory::resizeBytes(size_t capacity) {
  const v8::Local<v8::ArrayBuffer> fresh = v8::ArrayBuffer::New(isolate_, capacity);
  auto* data = static_cast<uint8_t*>(fresh->Data());
  if (capacity_ > 0) std::memcpy(data, bytes_, std::min(capacity_, capacity));
  buffer_.Reset(isolate_, fresh);
  bytes_ = data;
  capacity_ = capacity;
}

void SharedMemory::resizeRefs(size_t pairs) {
  const v8::Local<v8::Float64Array> fresh = newDoubles(isolate_, 2 * pairs);
  double* data = dataOf(fresh);
  if (pairs_ > 0) std::copy(refs_, refs_ + 2 * pairs_, data);
  refsArray_.Reset(isolate_, fresh);
  refs_ = data;
  const v8::Local<v8::Float64Array> freshFormer = newDoubles(isolate_, 2 * pairs);
  if (pairs_ > 0) std::copy(formerRefs_, formerRefs_ + 2 * pairs_, dataOf(freshFormer));
  formerRefsArray_.Reset(isolate_, freshFormer);
  formerRefs_ = dataOf(freshFormer);
  pairs_ = pairs;
}

void SharedMemory::reserve(size_t bytesNeeded, size_t pairsNeeded) {
  if (bytesNeeded <= capacity_ && pairsNeeded <= pairs_) return;
  if (bytesNeeded > capacity_) resizeBytes(std::max(2 * capacity_, bytesNeeded));
  if (pairsNeeded > pairs_) resizeRefs(std::max(2 * pairs_, pairsNeeded));
  tell();
}

std::string_view SharedMemory::body(size_t length) const {
  KEEVE_CHECK(length <= capacity_, length, capacity_);
  return {reinterpret_cast<const char*>(bytes_), length};
}

std::vector<Vref> SharedMemory::slots(size_t refCount) const {
  KEEVE_CHECK(refCount <= pairs_, refCount, pairs_);
  return toVrefs(refs_, refCount);
}

std::vector<Vref> SharedMemory::formerSlots(size_t refCount) const {
  KEEVE_CHECK(refCount <= pairs_, refCount, pairs_);
  return toVrefs(formerRefs_, refCount);
}

void SharedMemory::appendSlots(std::string& out, size_t refCount) const {
  KEEVE_CHECK(refCount <= pairs_, refCount, pairs_);
  appendVarint(out, refCount);
  for (size_t i = 0; i < 2 * refCount; ++i) appendVarint(out, static_cast<uint64_t>(refs_[i]));
}

bool SharedMemory::load(std::string_view capdata, uint64_t shape) {
  ByteReader reader(capdata);
  const std::optional<uint64_t> count = reader.takeVarint();
  if (!count || *count > capdata.size()) return false;
  reserve(capdata.size(), *count);
  for (size_t i = 0; i < 2 * *count; ++i) {
    const std::optional<uint64_t> number = reader.takeVarint();
    if (!number) return false;
    refs_[i] = static_cast<double>(*number);
  }
  const std::string_view body = reader.rest();
  if (std::max<uint64_t>(body.size(), shape) > INT32_MAX) return false;
  std::memcpy(bytes_, body.data(), body.size());
  found(body.size(), *count, shape);
  return true;
}

void SharedMemory::load(const VatCapData& data) {
  std::string bytes;
  appendCapData(bytes, data);
  KEEVE_CHECK(load(bytes, 0));
}

void SharedMemory::setCacheBytesMax(size_t bytes) {
  cache_[kCacheMax] = static_cast<double>(bytes);
}

CacheUse SharedMemory::takeCacheUse() {
  const CacheUse use{
      static_cast<size_t>(cache_[kCacheHeld]), static_cast<size_t>(cache_[kCacheEvicted]),
      static_cast<uint64_t>(cache_[kCacheHits]), static_cast<uint64_t>(cache_[kCacheMisses])};
  for (const size_t counted : {kCacheEvicted, kCacheHits, kCacheMisses}) cache_[counted] = 0;
  return use;
}

void SharedMemory::loadRefs(const std::vector<Vref>& refs) {
  reserve(0, refs.size());
  for (size_t i = 0; i < refs.size(); ++i) {
    refs_[2 * i] = refs[i].refClass;
    refs_[2 * i + 1] = static_cast<double>(refs[i].id);
  }
}

void SharedMemory::found(size_t length, size_t refCount, uint64_t shape) {
  found_[0] = static_cast<int32_t>(length);
  found_[1] = static_cast<int32_t>(refCount);
  found_[2] = static_cast<int32_t>(shape);
}

}  // namespace keeve::liveslots
