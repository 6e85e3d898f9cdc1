#include "cli/run_command.h"

#include <memory>
#include <optional>
#include <vector>

#include "cli/app.h"
#include "cli/value_json.h"
#include "kernel/file_modules.h"
#include "kernel/kernel.h"
#include "store/store.h"

namespace keeve::cli {

namespace fs = std::filesystem;

namespace {

// The app's vats as the kernel takes them, and the finders of their sources, which the kernel does not own.
struct Specs {
  kernel::AppSpec app;
  std::vector<std::unique_ptr<kernel::FileModules>> finders;
};

Specs specsOf(const App& app) {
  Specs specs;
  specs.app.name = app.name;
  specs.app.bootstrapVat = app.bootstrapVat;
  for (const AppVat& vat : app.vats) {
    specs.finders.push_back(std::make_unique<kernel::FileModules>(app.folder, vat.source));
    specs.app.vats.push_back({vat.settings, vat.parameters, specs.finders.back().get()});
  }
  return specs;
}

// "Error: message at f (keeve:///main.js:3:7)": a log's first line, and where it happened.
std::string onOneLine(const std::string& log) {
  const size_t end = log.find("\n    at ");
  if (end == std::string::npos) return log;
  const size_t frame = end + 5;
  return log.substr(0, end) + " " + log.substr(frame, log.find('\n', frame) - frame);
}

}  // namespace

Exit runApp(const Environment& environment, const std::string& file, const std::string& storeUrl) {
  // An app whose file is gone can be resumed from a store that holds it, and from that alone.
  std::error_code error;
  const bool isThere = fs::exists(file, error);
  const Specs specs = isThere ? specsOf(loadApp(file)) : Specs{};
  std::unique_ptr<store::Store> store;
  try {
    store = store::openStore(
        storeUrl, isThere ? store::OpenMode::createIfMissing : store::OpenMode::mustExist);
  } catch (const store::StoreError&) {
    if (isThere) throw;
    loadApp(file);  // throws: the app is what is missing
  }
  std::optional<std::string> failure;
  ProcessOutput output(environment.streams, [&](const kernel::CallResult& result) {
    if (result.rejected) failure = bodyToErrorLine(result.body, SlotTexts(result.slotTags.size()));
    return std::string();
  });
  kernel::Kernel kernel(
      {*store, environment.workers(), output, environment.clock, environment.stop}, storeUrl);
  if (isThere) {
    kernel.install(specs.app);
  } else if (kernel.appName() != fs::path(file).filename().string()) {
    loadApp(file);
  }
  const auto failed = kernel.startAll();
  kernel.runUntilIdle();
  kernel.releaseOutputs();
  for (const kernel::FailedStart& vat : failed) {
    complain(environment, "vat " + vat.vat + " did not start: " + onOneLine(vat.log));
  }
  if (failure) complain(environment, "bootstrap failed: " + *failure);
  return failed.empty() && !failure ? Exit::fine : Exit::failed;
}

}  // namespace keeve::cli
