// A vat's sources in one crank (SPEC §2: all of them are stored with the vat). They come from the
// files, where there are any, and are written into the crank's buffer as they are read; so the
// crank that starts changed code also stores it, and an undone start leaves the old sources.
#pragma once

#include <set>
#include <string>

#include "kernel/sources/module_finder.h"
#include "kernel/tables/kref.h"
#include "protocol/syscall_port.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class VatSources {
 public:
  // `files` may be null: then only what is stored is found. All must outlive it.
  VatSources(VatId vat, store::CrankBuffer& buffer, ModuleFinder* files)
      : vat_(vat), buffer_(buffer), files_(files) {}

  ModuleAnswer load(std::string_view referrer, std::string_view specifier);

  // Whether something was loaded that is not what is stored.
  bool haveChanged() const noexcept { return haveChanged_; }

  // Whether the files, as far as they are there, say what is stored; false where nothing is. Requires files.
  bool areAsStored();

  // Ends a start: with files, also stores what the modules may import() later and name by a plain
  // string, and forgets the stored sources that this start had no use for.
  void finishStart();

 private:
  bool isAsStored(std::string_view referrer, std::string_view specifier, std::string_view url);
  ModuleAnswer loadStored(std::string_view referrer, std::string_view specifier,
                          std::string missing);
  void keep(std::string_view referrer, std::string_view specifier, const FoundModule& module);
  void putIfChanged(const std::string& key, std::string_view value);
  void loadMentioned();
  void forgetUnused();

  const VatId vat_;
  store::CrankBuffer& buffer_;
  ModuleFinder* const files_;
  bool haveChanged_ = false;
  std::set<std::string> used_;  // keys of sources and imports
  std::set<std::string>
      mentionsToSee_;  // urls of modules whose text was not yet searched for imports
};

}  // namespace keeve::kernel
