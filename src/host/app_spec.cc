#include "host/app_spec.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

#include "host/powers.h"
#include "host/text_modules.h"
#include "host/wire.h"
#include "kernel/sources/file_modules.h"

namespace keeve::host {

namespace {

constexpr double kMegabyte = 1024.0 * 1024.0;
constexpr double kMegabytesMax = 1024.0 * 1024.0;

class Installer {
 public:
  explicit Installer(const App& app)
      : app_(app), folder_(std::filesystem::absolute(app.folder.empty() ? "." : app.folder)) {}

  InstallableApp take() {
    if (app_.name.empty()) throw AppError("an app must have a name");
    out_.spec.name = app_.name;
    for (const AppVat& vat : app_.vats) addVat(vat);
    for (const AppSource& source : app_.sources) addSource(source);
    if (!app_.bootstrap.empty() && !names_.contains(app_.bootstrap))
      fail("the bootstrap vat " + app_.bootstrap + " is none of its vats");
    out_.spec.bootstrapVat = app_.bootstrap;
    out_.spec.hostObjects = app_.hostObjects;
    return std::move(out_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw AppError("app " + app_.name + ": " + what);
  }
  void checkPowers(const std::string& what, const std::set<std::string>& powers) const {
    const auto unknown = std::find_if_not(powers.begin(), powers.end(), isPower);
    if (unknown != powers.end()) fail(what + " is granted an unknown power \"" + *unknown + "\"");
  }

  void addVat(const AppVat& vat) {
    if (!isVatName(vat.name)) fail("\"" + vat.name + "\" is no name of a vat: " + kVatNameRule);
    if (!names_.insert(vat.name).second) fail("it has two vats named " + vat.name);
    if (!Wire::refs(vat.parameters).empty())
      fail("the parameters of vat " + vat.name + " hold a reference");
    out_.spec.vats.push_back({settingsOf("vat " + vat.name, vat.name, vat.powers, vat.limits),
                              Wire::body(vat.parameters), finderOf(vat.name, vat.source)});
  }

  void addSource(const AppSource& source) {
    if (!isVatName(source.name))
      fail("\"" + source.name + "\" is no name of a source: " + kVatNameRule);
    if (!names_.insert(source.name).second)
      fail("it has two sources, or a source and a vat, named " + source.name);
    out_.spec.sources.push_back(
        {settingsOf("source " + source.name, source.name, source.powers, source.limits),
         finderOf(source.name, source.source)});
  }

  VatSettings settingsOf(const std::string& what, const std::string& name,
                         const std::set<std::string>& powers, const Limits& limits) const {
    VatSettings settings;
    settings.name = name;
    checkPowers(what, powers);
    settings.powers = powers;
    settings.limits.heapBytesMax = bytesOf(what + ": heapMB", limits.heapMB);
    settings.limits.valueBytesMax = bytesOf(what + ": valueMB", limits.valueMB);
    settings.limits.storeBytesMax =
        limits.storeMB == 0 ? 0 : bytesOf(what + ": storeMB", limits.storeMB);
    if (limits.crankMs <= 0 || limits.messages == 0)
      fail(what + ": crankMs and messages must be more than 0");
    settings.limits.crankMsMax = limits.crankMs;
    settings.limits.messagesMax = limits.messages;
    return settings;
  }

  size_t bytesOf(const std::string& what, double megabytes) const {
    if (!(megabytes > 0) || megabytes > kMegabytesMax)
      fail(what + " must be more than 0 and at most 1048576");
    return static_cast<size_t>(std::ceil(megabytes * kMegabyte));
  }

  kernel::ModuleFinder* finderOf(const std::string& name, const VatSource& source) {
    if (const auto* file = std::get_if<FileSource>(&source)) {
      out_.finders.push_back(std::make_unique<kernel::FileModules>(folder_, file->file));
    } else {
      const auto& text = std::get<TextSource>(source);
      std::set<std::string_view> names;
      for (const TextModule& module : text.modules) {
        if (module.name.empty() || !names.insert(module.name).second)
          fail("a module of " + name + " has no name of its own");
      }
      if (names.empty()) fail(name + " has a source without modules");
      out_.finders.push_back(std::make_unique<TextModules>(text));
    }
    return out_.finders.back().get();
  }

  const App& app_;
  const std::filesystem::path folder_;
  std::set<std::string> names_;
  InstallableApp out_;
};

}  // namespace

InstallableApp installable(const App& app) { return Installer(app).take(); }

}  // namespace keeve::host
