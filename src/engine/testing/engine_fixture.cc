#include "engine/testing/engine_fixture.h"

#include <v8-context.h>
#include <v8-exception.h>
#include <v8-isolate.h>
#include <v8-json.h>
#include <v8-primitive.h>
#include <v8-promise.h>
#include <v8-script.h>

#include <utility>

#include "engine/text.h"
#include "engineTestSnapshot.h"

namespace keeve::engine::testing {
namespace {

std::string textOf(v8::Isolate* isolate, v8::Local<v8::Context> context,
                   v8::Local<v8::Value> value) {
  v8::Local<v8::String> text;
  if (value->IsUndefined() || !v8::JSON::Stringify(context, value).ToLocal(&text)) {
    return value->ToDetailString(context).ToLocal(&text) ? toUtf8(isolate, text) : "?";
  }
  return toUtf8(isolate, text);
}

// Follows a promise whose microtasks have run.
Outcome settled(Realm& realm, v8::Local<v8::Value> value) {
  const v8::Local<v8::Context> context = realm.context();
  if (!value->IsPromise()) return Value{textOf(realm.isolate(), context, value)};
  const v8::Local<v8::Promise> promise = value.As<v8::Promise>();
  switch (promise->State()) {
    case v8::Promise::kPending:
      return Value{"pending"};
    case v8::Promise::kFulfilled:
      return Value{textOf(realm.isolate(), context, promise->Result())};
    case v8::Promise::kRejected:
      promise->MarkAsHandled();
      return Thrown{realm.describe(promise->Result())};
  }
  return Value{"?"};
}

Outcome thrown(Realm& realm, const v8::TryCatch& caught) {
  return Thrown{caught.HasCaught() ? realm.describe(caught.Exception()) : "nothing"};
}

// The outcome of a run whose own is `told` unless it was stopped.
Outcome outcomeOf(const RunOutcome& run, Outcome told) {
  if (const auto* limit = std::get_if<LimitExceeded>(&run)) return *limit;
  return told;
}

std::string failed(std::string_view script, const Outcome& outcome) {
  std::string was = "?";
  if (const auto* value = std::get_if<Value>(&outcome)) was = "value " + value->text;
  if (const auto* error = std::get_if<Thrown>(&outcome)) was = "error " + error->error;
  if (const auto* limit = std::get_if<LimitExceeded>(&outcome)) was = "limit " + limit->limit;
  ADD_FAILURE() << "the script " << script << " gave " << was;
  return was;
}

}  // namespace

Engine& testEngine() {
  static Engine engine(engineTestSnapshot());
  return engine;
}

Outcome evaluate(Realm& realm, std::string_view script) {
  Outcome outcome = Value{};
  const RunOutcome run = realm.run([&] {
    v8::Isolate* isolate = realm.isolate();
    const v8::TryCatch caught(isolate);
    const v8::ScriptOrigin origin(isolate, toV8Name(isolate, "test:script"));
    v8::ScriptCompiler::Source source(toV8(isolate, script).ToLocalChecked(), origin);
    v8::Local<v8::Script> compiled;
    v8::Local<v8::Value> result;
    if (!v8::ScriptCompiler::Compile(realm.context(), &source).ToLocal(&compiled) ||
        !compiled->Run(realm.context()).ToLocal(&result)) {
      outcome = thrown(realm, caught);
      return;
    }
    if (realm.drainMicrotasks()) outcome = settled(realm, result);
  });
  return outcomeOf(run, outcome);
}

std::string expectValue(Realm& realm, std::string_view script) {
  const Outcome outcome = evaluate(realm, script);
  const auto* value = std::get_if<Value>(&outcome);
  return value != nullptr ? value->text : failed(script, outcome);
}

std::string expectThrown(Realm& realm, std::string_view script) {
  const Outcome outcome = evaluate(realm, script);
  const auto* error = std::get_if<Thrown>(&outcome);
  return error != nullptr ? firstLine(error->error) : failed(script, outcome);
}

std::string expectStopped(Realm& realm, std::string_view script) {
  const Outcome outcome = evaluate(realm, script);
  const auto* limit = std::get_if<LimitExceeded>(&outcome);
  return limit != nullptr ? limit->limit : failed(script, outcome);
}

MemoryHost::MemoryHost(std::map<std::string, std::string> files) : files_(std::move(files)) {}

std::variant<ModuleText, ModuleNotFound> MemoryHost::loadModule(std::string_view referrer,
                                                                std::string_view specifier) {
  loads_.push_back(std::string(referrer) + " " + std::string(specifier));
  std::string name(specifier.empty() ? "main.js" : specifier);
  if (name.starts_with("./")) name = name.substr(2);
  const auto file = files_.find(name);
  if (file == files_.end())
    return ModuleNotFound{"cannot find module \"" + std::string(specifier) + "\""};
  return ModuleText{"test:" + name, file->second};
}

Outcome evaluateModules(Realm& realm, ModuleHost& host) {
  Outcome outcome = Value{};
  Modules modules(realm, host);
  const RunOutcome run = realm.run([&] {
    const v8::TryCatch caught(realm.isolate());
    v8::Local<v8::Promise> evaluated;
    if (!modules.evaluateMain().ToLocal(&evaluated)) {
      outcome = thrown(realm, caught);
      return;
    }
    if (!realm.drainMicrotasks()) return;
    outcome = settled(realm, evaluated);
    v8::Local<v8::Value> result;
    const v8::Local<v8::String> key = toV8Name(realm.isolate(), "result");
    if (evaluated->State() == v8::Promise::kFulfilled &&
        modules.mainNamespace()->Get(realm.context(), key).ToLocal(&result)) {
      outcome = settled(realm, result);
    }
  });
  return outcomeOf(run, outcome);
}

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace keeve::engine::testing
