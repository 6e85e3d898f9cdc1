// The modules of a realm by url: loads their texts from the host once, compiles and links them,
// makes built-in ones. Every error names the place: "url:line:column", in a SyntaxError's message
// too.
//
// All calls within Realm::run(). An empty handle means that a JavaScript exception is pending or
// that the realm was stopped.
#pragma once

#include <v8-context.h>
#include <v8-exception.h>
#include <v8-local-handle.h>
#include <v8-persistent-handle.h>
#include <v8-promise.h>
#include <v8-script.h>

#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/modules.h"

namespace keeve::engine {

class ModuleLoader {
 public:
  ModuleLoader(Realm& realm, ModuleHost& host);
  ~ModuleLoader();
  ModuleLoader(const ModuleLoader&) = delete;
  ModuleLoader& operator=(const ModuleLoader&) = delete;

  static ModuleLoader& of(v8::Isolate* isolate);

  // `position` is where the import stands, for errors; may be empty.
  v8::MaybeLocal<v8::Module> load(const std::string& referrer, const std::string& specifier,
                                  const std::string& position);

  // The promise of the module's top level. Never while another module evaluates.
  v8::MaybeLocal<v8::Promise> linkAndEvaluate(v8::Local<v8::Module> module);

  // The url of a module that load() gave; requires that it did.
  const std::string& urlOf(v8::Local<v8::Module> module) const;

  // The url that an import from the script `name` starts from: the module of that name, or else
  // (code made by eval has no name) the vat's first module.
  std::string referrerFor(const std::string& name) const;

  Realm& realm() const { return realm_; }

 private:
  static v8::MaybeLocal<v8::Module> resolve(v8::Local<v8::Context> context,
                                            v8::Local<v8::String> specifier,
                                            v8::Local<v8::FixedArray> assertions,
                                            v8::Local<v8::Module> referrer);
  static v8::MaybeLocal<v8::Value> evaluateBuiltin(v8::Local<v8::Context> context,
                                                   v8::Local<v8::Module> module);

  v8::MaybeLocal<v8::Module> compile(const ModuleText& text);
  v8::MaybeLocal<v8::Module> makeBuiltin(const std::string& specifier,
                                         v8::Local<v8::Object> values);
  v8::MaybeLocal<v8::Object> builtinValues(const std::string& specifier) const;
  v8::Local<v8::Module> remember(const std::string& url, v8::Local<v8::Module> module);
  std::string requestPosition(v8::Local<v8::Module> referrer,
                              v8::Local<v8::String> specifier) const;
  void rethrowLocated(v8::TryCatch& caught);

  Realm& realm_;
  ModuleHost& host_;
  v8::Isolate* const isolate_;
  std::map<std::string, v8::Global<v8::Module>> byUrl_;  // a built-in module's url is its specifier
  std::unordered_multimap<int, std::string> urlByHash_;  // by Module::GetIdentityHash()
  std::map<std::pair<std::string, std::string>, std::string>
      resolved_;                   // (referrer, specifier): url
  v8::Global<v8::Value> located_;  // the last error that was given a position
};

}  // namespace keeve::engine
