#include "kernel/sources/vat_sources.h"

#include <utility>
#include <vector>

#include "kernel/sources/import_scan.h"
#include "kernel/tables/each_record.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

ModuleAnswer VatSources::load(std::string_view referrer, std::string_view specifier) {
  if (!files_) {
    std::string missing =
        referrer.empty() ? "the store holds no source of this vat: `keeve run` its app"
                         : "cannot find module '" + std::string(specifier) + "' imported from " +
                               std::string(referrer) + ": it is not stored with the vat";
    return loadStored(referrer, specifier, std::move(missing));
  }
  FindAnswer answer = files_->find(referrer, specifier);
  if (auto* refused = std::get_if<RefusedModule>(&answer))
    return ModuleMissing{std::move(refused->message)};
  if (auto* none = std::get_if<NoSuchModule>(&answer)) {
    return loadStored(referrer, specifier, std::move(none->message));
  }
  auto& found = std::get<FoundModule>(answer);
  keep(referrer, specifier, found);
  return ModuleSource{std::move(found.url), std::move(found.text)};
}

// From module to module, as a start does: files are found from modules that were found before.
bool VatSources::areAsStored() {
  bool isSame = true;
  std::set<std::string> seen;
  for (std::vector<std::string> referrers = {""}; isSame && !referrers.empty();) {
    const std::string referrer = std::move(referrers.back());
    referrers.pop_back();
    const std::string prefix = importKey(vat_, referrer, "");
    eachRecord(buffer_, prefix, [&](const store::Record& import) {
      const std::string_view specifier = std::string_view(import.key).substr(prefix.size());
      isSame = isSame && isAsStored(referrer, specifier, import.value);
      if (seen.insert(import.value).second) referrers.push_back(import.value);
    });
  }
  return isSame && !seen.empty();
}

bool VatSources::isAsStored(std::string_view referrer, std::string_view specifier,
                            std::string_view url) {
  const FindAnswer answer = files_->find(referrer, specifier);
  if (std::holds_alternative<NoSuchModule>(answer)) return true;
  const auto* found = std::get_if<FoundModule>(&answer);
  return found && found->url == url && buffer_.get(sourceKey(vat_, url)) == found->text;
}

void VatSources::finishStart() {
  if (!files_) return;
  loadMentioned();
  forgetUnused();
}

ModuleAnswer VatSources::loadStored(std::string_view referrer, std::string_view specifier,
                                    std::string missing) {
  const std::string key = importKey(vat_, referrer, specifier);
  const auto stored = buffer_.get(key);
  if (!stored) return ModuleMissing{std::move(missing)};
  std::string url(*stored);
  std::string textKey = sourceKey(vat_, url);
  const auto text = buffer_.get(textKey);
  if (!text)
    return ModuleMissing{"the store has lost the source of " + url + ": see `keeve check`"};
  ModuleSource source{std::move(url), std::string(*text)};
  used_.insert(key);
  if (used_.insert(std::move(textKey)).second) mentionsToSee_.insert(source.url);
  return source;
}

void VatSources::keep(std::string_view referrer, std::string_view specifier,
                      const FoundModule& module) {
  std::string key = importKey(vat_, referrer, specifier);
  putIfChanged(key, module.url);
  used_.insert(std::move(key));
  key = sourceKey(vat_, module.url);
  putIfChanged(key, module.text);
  if (used_.insert(std::move(key)).second) mentionsToSee_.insert(module.url);
}

void VatSources::putIfChanged(const std::string& key, std::string_view value) {
  if (buffer_.get(key) == value) return;
  buffer_.put(key, value);
  haveChanged_ = true;
}

void VatSources::loadMentioned() {
  while (!mentionsToSee_.empty()) {
    const std::string url = std::move(mentionsToSee_.extract(mentionsToSee_.begin()).value());
    const std::string text(buffer_.get(sourceKey(vat_, url)).value_or(""));
    for (const std::string& specifier : mentionedImports(text)) load(url, specifier);
  }
}

void VatSources::forgetUnused() {
  for (const VatPart part : {VatPart::source, VatPart::import}) {
    eachRecord(buffer_, vatPartKey(vat_, part), [this](const store::Record& record) {
      if (!used_.contains(record.key)) buffer_.erase(record.key);
    });
  }
}

}  // namespace keeve::kernel
