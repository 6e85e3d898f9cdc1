#include "liveslots/exports.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/text.h"

namespace keeve::liveslots {

v8::MaybeLocal<v8::Value> Exports::call(const char* name, Arguments arguments) {
  v8::Local<v8::Function> function;
  if (!find(name).ToLocal(&function)) return {};
  // V8 takes them as if it could change them
  auto* first = const_cast<v8::Local<v8::Value>*>(arguments.begin());
  return function->Call(heap_.realm().context(), v8::Undefined(heap_.realm().isolate()),
                        static_cast<int>(arguments.size()), first);
}

v8::MaybeLocal<v8::Function> Exports::find(const char* name) {
  v8::Isolate* isolate = heap_.realm().isolate();
  // names are literals, most often the same one
  auto known = std::find_if(functions_.begin(), functions_.end(),
                            [&](const auto& function) { return function.first == name; });
  if (known == functions_.end()) {
    known = std::find_if(functions_.begin(), functions_.end(), [&](const auto& function) {
      return std::string_view(function.first) == name;
    });
  }
  if (known != functions_.end()) return known->second.Get(isolate);
  v8::Local<v8::Value> value;
  const v8::Local<v8::String> key = engine::toV8Name(isolate, name);
  if (!heap_.realm().exports()->Get(heap_.realm().context(), key).ToLocal(&value)) return {};
  const auto function = value.As<v8::Function>();
  functions_.emplace_back(name, v8::Global<v8::Function>(isolate, function));
  return function;
}

v8::MaybeLocal<v8::Value> Exports::mustCall(const char* name, Arguments arguments) {
  v8::TryCatch caught(heap_.realm().isolate());
  v8::Local<v8::Value> result;
  if (call(name, arguments).ToLocal(&result)) return result;
  if (heap_.realm().stopped()) return {};
  std::string detail =
      caught.HasCaught() ? heap_.realm().describe(caught.Exception()) : "it was stopped";
  throw VatFault({"", "vat " + heap_.settings().name + " failed in " + name + ": " + detail});
}

}  // namespace keeve::liveslots
