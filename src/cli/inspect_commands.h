// The commands that look at a store and change nothing (SPEC §12): vats, kinds, objects, show, why, stats, check.
//
// An object's REF is VAT:NAME (keeve/inspect.h): "main:o17", "main:s1".
#pragma once

#include <string>

#include "cli/environment.h"

namespace keeve::cli {

enum class StatsForm { lines, json };

Exit listVats(const Environment& environment, const std::string& storeUrl);
Exit listKinds(const Environment& environment, const std::string& storeUrl);
Exit listObjects(const Environment& environment, const std::string& kind,
                 const std::string& storeUrl);  // "": of all
Exit showObject(const Environment& environment, const std::string& ref,
                const std::string& storeUrl);
Exit showWhy(const Environment& environment, const std::string& ref, const std::string& storeUrl);
Exit showStats(const Environment& environment, StatsForm form, const std::string& storeUrl);
Exit checkWholeStore(const Environment& environment, const std::string& storeUrl);

}  // namespace keeve::cli
