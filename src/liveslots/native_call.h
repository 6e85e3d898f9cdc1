// A call from JavaScript to a native: its arguments, which our own scripts gave and which are therefore of the types that
// the native expects, and its result.
#pragma once

#include <v8-container.h>
#include <v8-function-callback.h>
#include <v8-primitive.h>
#include <v8-typed-array.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/text.h"
#include "liveslots/vat_heap.h"

namespace keeve::liveslots {

class Call {
 public:
  Call(VatHeap& heap, const v8::FunctionCallbackInfo<v8::Value>& info) : heap_(heap), info_(info) {}

  VatHeap& heap() { return heap_; }
  SyscallPort& port() { return heap_.port(); }
  SharedMemory& memory() { return heap_.memory(); }
  v8::Isolate* isolate() const { return info_.GetIsolate(); }
  v8::Local<v8::Context> context() const { return isolate()->GetCurrentContext(); }

  v8::Local<v8::Value> value(int i) const { return info_[i]; }
  bool isUndefined(int i) const { return info_[i]->IsUndefined(); }
  bool flag(int i) const { return info_[i]->IsTrue(); }
  double number(int i) const { return info_[i].As<v8::Number>()->Value(); }
  uint64_t id(int i) const { return static_cast<uint64_t>(number(i)); }
  v8::Local<v8::String> string(int i) const { return info_[i].As<v8::String>(); }
  std::string utf8(int i) const { return engine::toUtf8(isolate(), string(i)); }

  // The bytes of a Uint8Array; they live as long as it does.
  uint8_t* data(int i) const {
    const auto array = info_[i].As<v8::Uint8Array>();
    return static_cast<uint8_t*>(array->Buffer()->Data()) + array->ByteOffset();
  }
  size_t dataLength(int i) const { return info_[i].As<v8::Uint8Array>()->ByteLength(); }
  // Of the Uint8Array `i` the bytes from `from` on; throws where they are not there.
  std::string_view bytes(int i, size_t from, size_t length) const;

  void give(v8::Local<v8::Value> value) { info_.GetReturnValue().Set(value); }
  void give(double number) { info_.GetReturnValue().Set(number); }
  void give(bool flag) { info_.GetReturnValue().Set(flag); }
  void giveString(std::string_view utf8);

 private:
  VatHeap& heap_;
  const v8::FunctionCallbackInfo<v8::Value>& info_;
};

// Thrown where stored bytes are not what they should be.
[[noreturn]] void throwCorrupt(std::string_view what);

}  // namespace keeve::liveslots
