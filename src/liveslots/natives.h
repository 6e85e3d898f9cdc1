// The functions that the vat side's JavaScript finds on `native` (js/native.js), one table for each sort:
//   natives_values.cc    what JavaScript cannot tell or do fast: proxies, long strings, bigints
//   natives_objects.cc   objects by reference, kinds, shapes, state, promises
//   natives_stores.cc    stores and their entries
//   natives_classes.cc   transitions between hidden classes
//   natives_messages.cc  syscalls to other vats, console lines, limits
// Numbers, strings and byte arrays are passed as they are; a stored value goes through SharedMemory.
#pragma once

#include <v8-context.h>
#include <v8-function-callback.h>
#include <v8-isolate.h>
#include <v8-local-handle.h>
#include <v8-object.h>

#include <span>

namespace keeve::liveslots {

class VatHeap;
class Call;

// One native. It may throw: its caller stops JavaScript and rethrows when V8 has been left.
struct Native {
  const char* name;
  void (*call)(Call& call);
};

// One that is called so often that the way through Native would count. It throws nothing.
struct DirectNative {
  const char* name;
  v8::FunctionCallback call;
};

std::span<const DirectNative> classNatives();
std::span<const Native> valueNatives();
std::span<const Native> objectNatives();
std::span<const Native> storeNatives();
std::span<const Native> messageNatives();

// Puts them all on exports.native.
void installNatives(v8::Isolate* isolate, v8::Local<v8::Context> context,
                    v8::Local<v8::Object> exports);

}  // namespace keeve::liveslots
