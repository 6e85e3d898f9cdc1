// The specifiers that a module's text mentions as string literals after `import`, `import(` or
// `from`. A store must hold what a vat may import later, when its files may be gone; so modules are
// looked for before they are asked for. It is a search, no parser: what it finds too much (in
// comments, say) is looked up and, if it is there, stored in vain.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace keeve::kernel {

std::set<std::string> mentionedImports(std::string_view text);

}  // namespace keeve::kernel
