#include "engine/modules.h"

#include <v8-container.h>
#include <v8-debug.h>
#include <v8-exception.h>
#include <v8-function.h>

#include <initializer_list>
#include <string>
#include <tuple>
#include <vector>

#include "base/check.h"
#include "engine/module_loader.h"
#include "engine/realm.h"
#include "engine/text.h"

namespace keeve::engine {
namespace {

// import() in steps: the promise is made at once, the module is loaded in a microtask of its own (a
// module may not be evaluated while another is), and the promise follows the module's. What the
// steps hand on is a JavaScript array.
enum ImportField : uint32_t { kResolver, kReferrer, kSpecifier, kPosition };
enum OutcomeField : uint32_t { kOutcomeResolver, kNamespace };

template <class T>
v8::Local<T> field(v8::Local<v8::Context> context, v8::Local<v8::Value> fields, uint32_t index) {
  return fields.As<v8::Array>()->Get(context, index).ToLocalChecked().As<T>();
}

v8::Local<v8::Array> fieldsOf(v8::Isolate* isolate,
                              std::initializer_list<v8::Local<v8::Value>> list) {
  std::vector<v8::Local<v8::Value>> values(list);
  return v8::Array::New(isolate, values.data(), values.size());
}

void fulfil(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const v8::Local<v8::Context> context = info.GetIsolate()->GetCurrentContext();
  const auto resolver = field<v8::Promise::Resolver>(context, info.Data(), kOutcomeResolver);
  std::ignore = resolver->Resolve(context, field<v8::Value>(context, info.Data(), kNamespace));
}

void reject(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const v8::Local<v8::Context> context = info.GetIsolate()->GetCurrentContext();
  const auto resolver = field<v8::Promise::Resolver>(context, info.Data(), kOutcomeResolver);
  std::ignore = resolver->Reject(context, info[0]);
}

// Loads and evaluates the module; false with an exception pending, or where the realm was stopped.
bool follow(v8::Local<v8::Context> context, v8::Local<v8::Value> import) {
  v8::Isolate* isolate = context->GetIsolate();
  ModuleLoader& loader = ModuleLoader::of(isolate);
  const auto textAt = [&](uint32_t index) {
    return toUtf8(isolate, field<v8::String>(context, import, index));
  };
  v8::Local<v8::Module> module;
  v8::Local<v8::Promise> evaluated;
  if (!loader.load(textAt(kReferrer), textAt(kSpecifier), textAt(kPosition)).ToLocal(&module) ||
      !loader.linkAndEvaluate(module).ToLocal(&evaluated)) {
    return false;
  }
  const v8::Local<v8::Array> outcome = fieldsOf(
      isolate, {field<v8::Value>(context, import, kResolver), module->GetModuleNamespace()});
  v8::Local<v8::Function> onFulfilled;
  v8::Local<v8::Function> onRejected;
  return v8::Function::New(context, fulfil, outcome).ToLocal(&onFulfilled) &&
         v8::Function::New(context, reject, outcome).ToLocal(&onRejected) &&
         !evaluated->Then(context, onFulfilled, onRejected).IsEmpty();
}

void startImport(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::TryCatch caught(isolate);
  if (follow(context, info.Data())) return;
  if (!caught.HasCaught() || !caught.CanContinue()) {
    caught.ReThrow();
    return;
  }
  std::ignore = field<v8::Promise::Resolver>(context, info.Data(), kResolver)
                    ->Reject(context, caught.Exception());
}

// Where the running code calls import().
std::string callerPosition(v8::Isolate* isolate) {
  const v8::Local<v8::StackTrace> stack = v8::StackTrace::CurrentStackTrace(isolate, 1);
  if (stack->GetFrameCount() == 0) return {};
  const v8::Local<v8::StackFrame> frame = stack->GetFrame(isolate, 0);
  const v8::Local<v8::String> name = frame->GetScriptName();
  if (name.IsEmpty()) return {};
  return toUtf8(isolate, name) + ":" + std::to_string(frame->GetLineNumber()) + ":" +
         std::to_string(frame->GetColumn());
}

v8::MaybeLocal<v8::Promise> importDynamically(v8::Local<v8::Context> context, v8::Local<v8::Data>,
                                              v8::Local<v8::Value> referrer,
                                              v8::Local<v8::String> specifier,
                                              v8::Local<v8::FixedArray>) {
  v8::Isolate* isolate = context->GetIsolate();
  const std::string name = referrer->IsString() ? toUtf8(isolate, referrer.As<v8::String>()) : "";
  v8::Local<v8::Promise::Resolver> resolver;
  v8::Local<v8::Function> start;
  if (!v8::Promise::Resolver::New(context).ToLocal(&resolver)) return {};
  const v8::Local<v8::Array> import =
      fieldsOf(isolate, {resolver, toV8Name(isolate, ModuleLoader::of(isolate).referrerFor(name)),
                         specifier, toV8Name(isolate, callerPosition(isolate))});
  if (!v8::Function::New(context, startImport, import).ToLocal(&start)) return {};
  isolate->EnqueueMicrotask(start);
  return resolver->GetPromise();
}

void initializeImportMeta(v8::Local<v8::Context> context, v8::Local<v8::Module> module,
                          v8::Local<v8::Object> meta) {
  v8::Isolate* isolate = context->GetIsolate();
  const std::string& url = ModuleLoader::of(isolate).urlOf(module);
  std::ignore = meta->CreateDataProperty(context, toV8Name(isolate, "url"), toV8Name(isolate, url));
}

using ImportCallback = v8::HostImportModuleDynamicallyCallback;

}  // namespace

struct Modules::Impl {
  Impl(Realm& realm, ModuleHost& host) : loader(realm, host), isolate(realm.isolate()) {
    isolate->SetHostImportModuleDynamicallyCallback(importDynamically);
    isolate->SetHostInitializeImportMetaObjectCallback(initializeImportMeta);
  }
  ~Impl() {
    isolate->SetHostImportModuleDynamicallyCallback(ImportCallback{nullptr});
    isolate->SetHostInitializeImportMetaObjectCallback(nullptr);
  }

  ModuleLoader loader;
  v8::Isolate* const isolate;
  v8::Global<v8::Module> main;
};

Modules::Modules(Realm& realm, ModuleHost& host) : impl_(std::make_unique<Impl>(realm, host)) {}
Modules::~Modules() = default;

v8::MaybeLocal<v8::Promise> Modules::evaluateMain() {
  v8::Local<v8::Module> module;
  v8::Local<v8::Promise> evaluated;
  if (!impl_->loader.load("", "", "").ToLocal(&module) ||
      !impl_->loader.linkAndEvaluate(module).ToLocal(&evaluated)) {
    return {};
  }
  impl_->main.Reset(impl_->isolate, module);
  evaluated->MarkAsHandled();  // the caller looks at it
  return evaluated;
}

v8::Local<v8::Object> Modules::mainNamespace() {
  KEEVE_CHECK(!impl_->main.IsEmpty());
  return impl_->main.Get(impl_->isolate)->GetModuleNamespace().As<v8::Object>();
}

}  // namespace keeve::engine
