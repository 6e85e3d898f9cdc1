// ES modules of a realm (SPEC §2): static and dynamic import, top-level await, import.meta.url, and
// built-in modules. Where module texts come from is the host's business; resolving "./x.js" or
// "pkg" to a url is too.
#pragma once

#include <v8-local-handle.h>
#include <v8-object.h>
#include <v8-promise.h>

#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace keeve::engine {

class Realm;

struct ModuleText {
  std::string url;   // the module's name: in import.meta.url, stacks and as its identity; two
                     // specifiers may give one url
  std::string text;  // UTF-8
};
struct ModuleNotFound {
  std::string message;
};

class ModuleHost {
 public:
  virtual ~ModuleHost() = default;
  // `referrer` is the importing module's url; "" with specifier "" asks for the vat's first module.
  // May throw (the exception comes out of Realm::run()).
  virtual std::variant<ModuleText, ModuleNotFound> loadModule(std::string_view referrer,
                                                              std::string_view specifier) = 0;
};

// All calls within Realm::run(). A module that fails to compile, link or be found throws a
// JavaScript error that names file, line and column (an empty handle, with the exception in the
// caller's TryCatch).
class Modules {
 public:
  // `host` must outlive this. The own properties of exports().builtinModules are the built-in
  // modules: a record { specifier: { name: value } } whose values become the module's exports (and
  // `default`, where there is one).
  Modules(Realm& realm, ModuleHost& host);
  ~Modules();
  Modules(const Modules&) = delete;
  Modules& operator=(const Modules&) = delete;

  // Loads, links and starts to evaluate the vat's first module. The promise is that of its top
  // level: it is pending while a top-level await waits; still pending with no microtask left means
  // that the await can never end.
  v8::MaybeLocal<v8::Promise> evaluateMain();
  v8::Local<v8::Object> mainNamespace();  // requires evaluateMain() to have returned a promise

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace keeve::engine
