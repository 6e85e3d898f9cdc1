// Modules that are in no file (TextSource of keeve/app.h). One named "lib/tally.js" has the url
// "keeve:///lib/tally.js"; a relative specifier names another of them, and a package none.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "keeve/app.h"
#include "kernel/sources/module_finder.h"

namespace keeve::host {

class TextModules final : public kernel::ModuleFinder {
 public:
  // `source` has at least one module, and no name twice.
  explicit TextModules(const TextSource& source);

  kernel::FindAnswer find(std::string_view referrer, std::string_view specifier) override;

 private:
  std::string first_;
  std::map<std::string, std::string, std::less<>> texts_;  // by name
};

}  // namespace keeve::host
