// The functions of the vat side's JavaScript that C++ calls (js/globals.js), by name, each looked up once.
#pragma once

#include <v8-exception.h>
#include <v8-function.h>
#include <v8-local-handle.h>
#include <v8-persistent-handle.h>
#include <v8-value.h>

#include <initializer_list>
#include <utility>
#include <vector>

#include "liveslots/vat_heap.h"

namespace keeve::liveslots {

using Arguments = std::initializer_list<v8::Local<v8::Value>>;

// Belongs to one heap and must be gone before it is. All calls within the realm's run(); empty where JavaScript was stopped.
class Exports {
 public:
  explicit Exports(VatHeap& heap) : heap_(heap) {}
  Exports(const Exports&) = delete;
  Exports& operator=(const Exports&) = delete;

  v8::MaybeLocal<v8::Value> call(const char* name, Arguments arguments);
  // For what our own scripts must not throw: a VatFault where they did.
  v8::MaybeLocal<v8::Value> mustCall(const char* name, Arguments arguments);

 private:
  v8::MaybeLocal<v8::Function> find(const char* name);

  VatHeap& heap_;
  std::vector<std::pair<const char*, v8::Global<v8::Function>>> functions_;
};

}  // namespace keeve::liveslots
