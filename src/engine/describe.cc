#include "engine/describe.h"

#include <v8-array-buffer.h>
#include <v8-container.h>
#include <v8-exception.h>
#include <v8-function.h>
#include <v8-object.h>
#include <v8-primitive.h>
#include <v8-proxy.h>

#include <string_view>

#include "engine/realm.h"
#include "engine/text.h"

namespace keeve::engine {
namespace {

constexpr int kTextLengthMax = 64 << 10;  // of a name or a message
constexpr int kPrototypesMax = 100;
constexpr int kCausesMax = 4;
constexpr std::string_view kOwnScripts = "keeve:";     // "keeve:bootstrap", "keeve:shape7"
constexpr std::string_view kVatModules = "keeve:///";  // but these are a vat's
constexpr std::string_view kFrameStart = "\n    at ";

// Looks at objects without running code that is not ours.
class Looker {
 public:
  Looker(v8::Isolate* isolate, v8::Local<v8::Context> context, int scopeScriptId)
      : isolate_(isolate), context_(context), scopeScriptId_(scopeScriptId) {}

  // The own property's value; empty where there is none or it takes foreign code to know it.
  v8::MaybeLocal<v8::Value> own(v8::Local<v8::Object> object, v8::Local<v8::Object> receiver,
                                v8::Local<v8::String> key) {
    v8::Local<v8::Value> found;
    if (!object->GetOwnPropertyDescriptor(context_, key).ToLocal(&found) || !found->IsObject())
      return {};
    const v8::Local<v8::Object> descriptor = found.As<v8::Object>();
    v8::Local<v8::Value> getter;
    if (!descriptor->GetRealNamedProperty(context_, toV8Name(isolate_, "get")).ToLocal(&getter)) {
      return descriptor->GetRealNamedProperty(context_, toV8Name(isolate_, "value"));
    }
    if (!getter->IsFunction() || getter.As<v8::Function>()->ScriptId() != scopeScriptId_) return {};
    return getter.As<v8::Function>()->Call(context_, receiver, 0, nullptr);
  }

  // The same for an inherited property: the nearest one counts. Proxies end the search.
  v8::MaybeLocal<v8::Value> inherited(v8::Local<v8::Object> receiver, v8::Local<v8::String> key) {
    v8::Local<v8::Value> link = receiver;
    for (int i = 0; i < kPrototypesMax && link->IsObject() && !link->IsProxy(); ++i) {
      const v8::Local<v8::Object> object = link.As<v8::Object>();
      if (object->HasOwnProperty(context_, key).FromMaybe(false)) return own(object, receiver, key);
      link = object->GetPrototype();
    }
    return {};
  }

  std::string text(v8::MaybeLocal<v8::Value> maybe, std::string_view otherwise) {
    v8::Local<v8::Value> value;
    v8::Local<v8::String> string;
    if (!maybe.ToLocal(&value) || value->IsUndefined() ||
        !value->ToDetailString(context_).ToLocal(&string)) {
      return std::string(otherwise);
    }
    return toShortUtf8(isolate_, string, kTextLengthMax);
  }

  std::string header(v8::Local<v8::Object> error) {
    std::string name = text(inherited(error, toV8Name(isolate_, "name")), "Error");
    std::string message = text(inherited(error, toV8Name(isolate_, "message")), "");
    if (message.empty()) return name;
    return name.empty() ? message : name + ": " + message;
  }

  // The lines of `stack` that are frames, each with its line break before it.
  std::string frames(v8::Local<v8::Object> error) {
    v8::Local<v8::Value> stack;
    if (!own(error, error, toV8Name(isolate_, "stack")).ToLocal(&stack) || !stack->IsString())
      return {};
    const std::string lines = toShortUtf8(isolate_, stack.As<v8::String>(), kTextLengthMax);
    const size_t start = lines.find(kFrameStart);
    return start == std::string::npos ? std::string() : lines.substr(start);
  }

  v8::MaybeLocal<v8::Value> cause(v8::Local<v8::Object> error) {
    return own(error, error, toV8Name(isolate_, "cause"));
  }

 private:
  v8::Isolate* isolate_;
  v8::Local<v8::Context> context_;
  int scopeScriptId_;
};

// A call site's own description, or nothing where it is in one of the snapshot's scripts. Call
// sites and their methods are V8's and out of vat code's reach.
std::string frame(v8::Isolate* isolate, v8::Local<v8::Context> context,
                  v8::Local<v8::Object> site) {
  const auto call = [&](std::string_view method) -> v8::MaybeLocal<v8::Value> {
    v8::Local<v8::Value> function;
    if (!site->Get(context, toV8Name(isolate, method)).ToLocal(&function) ||
        !function->IsFunction())
      return {};
    return function.As<v8::Function>()->Call(context, site, 0, nullptr);
  };
  v8::Local<v8::Value> file;
  if (call("getFileName").ToLocal(&file) && file->IsString()) {
    const std::string name = toShortUtf8(isolate, file.As<v8::String>(), kTextLengthMax);
    if (name.starts_with(kOwnScripts) && !name.starts_with(kVatModules)) return {};
  }
  v8::Local<v8::Value> line;
  if (!call("toString").ToLocal(&line) || !line->IsString()) return {};
  return std::string(kFrameStart) + toShortUtf8(isolate, line.As<v8::String>(), kTextLengthMax);
}

}  // namespace

std::string describeError(v8::Isolate* isolate, v8::Local<v8::Context> context,
                          v8::Local<v8::Value> error, int scopeScriptId) {
  const v8::TryCatch caught(isolate);
  Looker looker(isolate, context, scopeScriptId);
  std::string text;
  v8::Local<v8::Value> told = error;
  for (int i = 0;; ++i) {
    if (!told->IsNativeError()) return text + looker.text(told, "undefined");
    const v8::Local<v8::Object> object = told.As<v8::Object>();
    text += looker.header(object) + looker.frames(object);
    if (i == kCausesMax || !looker.cause(object).ToLocal(&told) || told->IsUndefined()) return text;
    text += "\n  cause: ";
  }
}

v8::MaybeLocal<v8::Value> prepareStackTrace(v8::Local<v8::Context> context,
                                            v8::Local<v8::Value> error,
                                            v8::Local<v8::Array> sites) {
  v8::Isolate* isolate = context->GetIsolate();
  const v8::TryCatch caught(isolate);
  Looker looker(isolate, context, Realm::of(isolate).scopeScriptId());
  std::string text =
      error->IsObject() ? looker.header(error.As<v8::Object>()) : looker.text(error, "undefined");
  for (uint32_t i = 0; i < sites->Length(); ++i) {
    v8::Local<v8::Value> site;
    if (sites->Get(context, i).ToLocal(&site) && site->IsObject()) {
      text += frame(isolate, context, site.As<v8::Object>());
    }
  }
  return toV8Name(isolate, text);
}

}  // namespace keeve::engine
