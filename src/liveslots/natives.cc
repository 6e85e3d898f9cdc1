#include "liveslots/natives.h"

#include <v8-exception.h>
#include <v8-external.h>
#include <v8-function.h>

#include "base/check.h"
#include "liveslots/native_call.h"

namespace keeve::liveslots {
namespace {

void dispatch(const v8::FunctionCallbackInfo<v8::Value>& info) {
  VatHeap& heap = VatHeap::of(info.GetIsolate());
  const auto* native = static_cast<const Native*>(info.Data().As<v8::External>()->Value());
  Call call(heap, info);
  const bool returned = heap.realm().guard([&call, native] { native->call(call); });
  // execution ends at the next check; until then nothing may go on as if there were a result
  if (!returned) info.GetIsolate()->ThrowException(v8::Undefined(info.GetIsolate()));
}

void add(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Object> target,
         const char* name, v8::FunctionCallback callback, v8::Local<v8::Value> data) {
  const v8::Local<v8::Function> function =
      v8::Function::New(context, callback, data, 0, v8::ConstructorBehavior::kThrow)
          .ToLocalChecked();
  target->Set(context, engine::toV8Name(isolate, name), function).Check();
}

void install(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Object> target,
             std::span<const Native> natives) {
  for (const Native& native : natives) {
    // never written through: V8 has no const External
    const v8::Local<v8::External> data = v8::External::New(isolate, const_cast<Native*>(&native));
    add(isolate, context, target, native.name, dispatch, data);
  }
}

}  // namespace

std::string_view Call::bytes(int i, size_t from, size_t length) const {
  const size_t there = dataLength(i);
  if (from > there || length > there - from) throwCorrupt("a value that ends too early");
  return {reinterpret_cast<const char*>(data(i)) + from, length};
}

void Call::giveString(std::string_view utf8) {
  v8::Local<v8::String> text;
  if (engine::toV8(isolate(), utf8).ToLocal(&text)) give(text);
}

void throwCorrupt(std::string_view what) {
  throw VatFault({"", "the store holds " + std::string(what) + "; run keeve check"});
}

void installNatives(v8::Isolate* isolate, v8::Local<v8::Context> context,
                    v8::Local<v8::Object> exports) {
  const v8::Local<v8::Value> target =
      exports->Get(context, engine::toV8Name(isolate, "native")).ToLocalChecked();
  KEEVE_CHECK(target->IsObject());
  for (const std::span<const Native> natives :
       {valueNatives(), objectNatives(), storeNatives(), messageNatives()}) {
    install(isolate, context, target.As<v8::Object>(), natives);
  }
  for (const DirectNative& native : classNatives()) {
    add(isolate, context, target.As<v8::Object>(), native.name, native.call, {});
  }
}

}  // namespace keeve::liveslots
