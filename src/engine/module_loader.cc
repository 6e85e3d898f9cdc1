#include "engine/module_loader.h"

#include <v8-container.h>
#include <v8-data.h>
#include <v8-isolate.h>
#include <v8-message.h>
#include <v8-object.h>

#include <optional>
#include <variant>
#include <vector>

#include "base/check.h"
#include "engine/realm.h"
#include "engine/text.h"

namespace keeve::engine {
namespace {

constexpr uint32_t kLoaderSlot = 1;

std::string at(const std::string& url, int line, int column) {
  return url + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string withPosition(const std::string& message, const std::string& position) {
  return position.empty() ? message : message + " (" + position + ")";
}

}  // namespace

ModuleLoader::ModuleLoader(Realm& realm, ModuleHost& host)
    : realm_(realm), host_(host), isolate_(realm.isolate()) {
  isolate_->SetData(kLoaderSlot, this);
}

ModuleLoader::~ModuleLoader() { isolate_->SetData(kLoaderSlot, nullptr); }

ModuleLoader& ModuleLoader::of(v8::Isolate* isolate) {
  return *static_cast<ModuleLoader*>(isolate->GetData(kLoaderSlot));
}

v8::MaybeLocal<v8::Module> ModuleLoader::load(const std::string& referrer,
                                              const std::string& specifier,
                                              const std::string& position) {
  v8::Local<v8::Object> values;
  if (builtinValues(specifier).ToLocal(&values)) return makeBuiltin(specifier, values);
  const auto known = resolved_.find({referrer, specifier});
  if (known != resolved_.end()) return byUrl_.at(known->second).Get(isolate_);

  std::variant<ModuleText, ModuleNotFound> found;
  if (!realm_.guard([&] { found = host_.loadModule(referrer, specifier); })) return {};
  if (const auto* missing = std::get_if<ModuleNotFound>(&found)) {
    const std::string message = withPosition(missing->message, position);
    isolate_->ThrowException(v8::Exception::Error(toV8Name(isolate_, message)));
    return {};
  }
  const ModuleText& text = std::get<ModuleText>(found);
  v8::Local<v8::Module> module;
  if (const auto loaded = byUrl_.find(text.url); loaded != byUrl_.end()) {
    module = loaded->second.Get(isolate_);
  } else if (!compile(text).ToLocal(&module)) {
    return {};
  }
  resolved_.emplace(std::pair(referrer, specifier), text.url);
  return module;
}

v8::MaybeLocal<v8::Module> ModuleLoader::compile(const ModuleText& text) {
  v8::Local<v8::String> source;
  if (!toV8(isolate_, text.text).ToLocal(&source)) {
    const std::string message = "the text of " + text.url + " is too long";
    isolate_->ThrowException(v8::Exception::RangeError(toV8Name(isolate_, message)));
    return {};
  }
  v8::TryCatch caught(isolate_);
  const v8::ScriptOrigin origin(isolate_, toV8Name(isolate_, text.url), 0, 0, false, -1, {}, false,
                                false, true);
  v8::ScriptCompiler::Source unit(source, origin);
  v8::Local<v8::Module> module;
  if (!v8::ScriptCompiler::CompileModule(isolate_, &unit).ToLocal(&module)) {
    rethrowLocated(caught);
    return {};
  }
  return remember(text.url, module);
}

v8::MaybeLocal<v8::Object> ModuleLoader::builtinValues(const std::string& specifier) const {
  const v8::Local<v8::Context> context = realm_.context();
  v8::Local<v8::Value> modules;
  v8::Local<v8::Value> values;
  if (!realm_.exports()->Get(context, toV8Name(isolate_, "builtinModules")).ToLocal(&modules) ||
      !modules->IsObject()) {
    return {};
  }
  const v8::Local<v8::String> key = toV8Name(isolate_, specifier);
  if (!modules.As<v8::Object>()->HasOwnProperty(context, key).FromMaybe(false) ||
      !modules.As<v8::Object>()->Get(context, key).ToLocal(&values) || !values->IsObject()) {
    return {};
  }
  return values.As<v8::Object>();
}

v8::MaybeLocal<v8::Module> ModuleLoader::makeBuiltin(const std::string& specifier,
                                                     v8::Local<v8::Object> values) {
  if (const auto made = byUrl_.find(specifier); made != byUrl_.end()) {
    return made->second.Get(isolate_);
  }
  const v8::Local<v8::Context> context = realm_.context();
  v8::Local<v8::Array> keys;
  if (!values->GetOwnPropertyNames(context).ToLocal(&keys)) return {};
  std::vector<v8::Local<v8::String>> names;
  for (uint32_t i = 0; i < keys->Length(); ++i) {
    v8::Local<v8::Value> key;
    if (!keys->Get(context, i).ToLocal(&key)) return {};
    names.push_back(key.As<v8::String>());
  }
  return remember(specifier, v8::Module::CreateSyntheticModule(
                                 isolate_, toV8Name(isolate_, specifier), names, evaluateBuiltin));
}

v8::MaybeLocal<v8::Value> ModuleLoader::evaluateBuiltin(v8::Local<v8::Context> context,
                                                        v8::Local<v8::Module> module) {
  v8::Isolate* isolate = context->GetIsolate();
  const ModuleLoader& self = of(isolate);
  v8::Local<v8::Object> values;
  v8::Local<v8::Array> keys;
  if (!self.builtinValues(self.urlOf(module)).ToLocal(&values) ||
      !values->GetOwnPropertyNames(context).ToLocal(&keys)) {
    return {};
  }
  for (uint32_t i = 0; i < keys->Length(); ++i) {
    v8::Local<v8::Value> key;
    v8::Local<v8::Value> value;
    if (!keys->Get(context, i).ToLocal(&key) || !values->Get(context, key).ToLocal(&value) ||
        module->SetSyntheticModuleExport(isolate, key.As<v8::String>(), value).IsNothing()) {
      return {};
    }
  }
  v8::Local<v8::Promise::Resolver> done;
  if (!v8::Promise::Resolver::New(context).ToLocal(&done) ||
      done->Resolve(context, v8::Undefined(isolate)).IsNothing()) {
    return {};
  }
  return done->GetPromise();
}

v8::MaybeLocal<v8::Module> ModuleLoader::resolve(v8::Local<v8::Context> context,
                                                 v8::Local<v8::String> specifier,
                                                 v8::Local<v8::FixedArray> assertions,
                                                 v8::Local<v8::Module> referrer) {
  v8::Isolate* isolate = context->GetIsolate();
  ModuleLoader& self = of(isolate);
  const std::string position = self.requestPosition(referrer, specifier);
  if (assertions->Length() > 0) {
    const std::string message = withPosition("import assertions are not supported", position);
    isolate->ThrowException(v8::Exception::TypeError(toV8Name(isolate, message)));
    return {};
  }
  return self.load(self.urlOf(referrer), toUtf8(isolate, specifier), position);
}

v8::MaybeLocal<v8::Promise> ModuleLoader::linkAndEvaluate(v8::Local<v8::Module> module) {
  const v8::Local<v8::Context> context = realm_.context();
  if (module->GetStatus() == v8::Module::kUninstantiated) {
    v8::TryCatch caught(isolate_);
    if (!module->InstantiateModule(context, resolve).FromMaybe(false)) {
      rethrowLocated(caught);
      return {};
    }
  }
  v8::Local<v8::Value> result;
  if (!module->Evaluate(context).ToLocal(&result)) return {};
  KEEVE_CHECK(result->IsPromise());
  return result.As<v8::Promise>();
}

const std::string& ModuleLoader::urlOf(v8::Local<v8::Module> module) const {
  const auto [begin, end] = urlByHash_.equal_range(module->GetIdentityHash());
  for (auto it = begin; it != end; ++it) {
    if (byUrl_.at(it->second) == module) return it->second;
  }
  KEEVE_CHECK(false);
  return begin->second;
}

std::string ModuleLoader::referrerFor(const std::string& name) const {
  if (byUrl_.contains(name)) return name;
  const auto first = resolved_.find({"", ""});
  return first == resolved_.end() ? std::string() : first->second;
}

v8::Local<v8::Module> ModuleLoader::remember(const std::string& url, v8::Local<v8::Module> module) {
  byUrl_.emplace(url, v8::Global<v8::Module>(isolate_, module));
  urlByHash_.emplace(module->GetIdentityHash(), url);
  return module;
}

std::string ModuleLoader::requestPosition(v8::Local<v8::Module> referrer,
                                          v8::Local<v8::String> specifier) const {
  const v8::Local<v8::FixedArray> requests = referrer->GetModuleRequests();
  for (int i = 0; i < requests->Length(); ++i) {
    const auto request = requests->Get(realm_.context(), i).As<v8::ModuleRequest>();
    if (!request->GetSpecifier()->StringEquals(specifier)) continue;
    v8::Location place = referrer->SourceOffsetToLocation(request->GetSourceOffset());
    return at(urlOf(referrer), place.GetLineNumber() + 1, place.GetColumnNumber() + 1);
  }
  return urlOf(referrer);
}

// A SyntaxError of V8's own says where in its Message only: throws one that says it in its text.
void ModuleLoader::rethrowLocated(v8::TryCatch& caught) {
  const v8::Local<v8::Message> message = caught.Message();
  if (!caught.CanContinue() || message.IsEmpty() || caught.Exception() == located_) {
    caught.ReThrow();
    return;
  }
  const v8::Local<v8::Context> context = realm_.context();
  const v8::Local<v8::Value> resource = message->GetScriptOrigin().ResourceName();
  v8::Local<v8::Value> told;
  if (!caught.Exception()->IsNativeError() || !resource->IsString() ||
      !caught.Exception()
           .As<v8::Object>()
           ->Get(context, toV8Name(isolate_, "message"))
           .ToLocal(&told) ||
      !told->IsString()) {
    caught.ReThrow();
    return;
  }
  const std::string text = withPosition(
      toUtf8(isolate_, told.As<v8::String>()),
      at(toUtf8(isolate_, resource.As<v8::String>()), message->GetLineNumber(context).FromMaybe(0),
         message->GetStartColumn(context).FromMaybe(0) + 1));
  const v8::Local<v8::Value> error = v8::Exception::SyntaxError(toV8Name(isolate_, text));
  located_.Reset(isolate_, error);
  caught.Reset();
  isolate_->ThrowException(error);
  caught.ReThrow();
}

}  // namespace keeve::engine
