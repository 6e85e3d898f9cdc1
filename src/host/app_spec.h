// An App (keeve/app.h) as the kernel takes it, checked.
#pragma once

#include <memory>
#include <vector>

#include "keeve/app.h"
#include "kernel/kernel.h"

namespace keeve::host {

// The finders are what the spec's vats are read from; they must outlive the kernel that it is
// installed in.
struct InstallableApp {
  kernel::AppSpec spec;
  std::vector<std::unique_ptr<kernel::ModuleFinder>> finders;
};

// AppError where the app makes no sense.
InstallableApp installable(const App& app);

}  // namespace keeve::host
