#include "cli/run_command.h"

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "keeve/app.h"
#include "keeve/kernel.h"

namespace keeve::cli {

namespace fs = std::filesystem;

namespace {

// "Error: message at f (keeve:///main.js:3:7)": a log's first line, and where it happened.
std::string onOneLine(const std::string& log) {
  const size_t end = log.find("\n    at ");
  if (end == std::string::npos) return log;
  const size_t frame = end + 5;
  return log.substr(0, end) + " " + log.substr(frame, log.find('\n', frame) - frame);
}

// The app of `file`, or, where that is gone, of the store that holds it: resumed from that alone.
std::unique_ptr<Kernel> openApp(const std::string& file, const KernelOptions& options) {
  std::error_code error;
  if (fs::exists(file, error)) return Kernel::create(options, App::load(file));
  std::unique_ptr<Kernel> kernel;
  try {
    kernel = Kernel::open(options);
  } catch (const std::runtime_error&) {
    App::load(file);  // throws: the app is what is missing
    throw;
  }
  if (kernel->appName() != fs::path(file).filename().string()) App::load(file);
  return kernel;
}

}  // namespace

Exit runApp(const Environment& environment, const std::string& file, const VatOptions& options) {
  ProcessOutput output(environment.streams);
  const auto kernel = openApp(file, kernelOptions(environment, options, output));
  const auto failed = kernel->start();
  kernel->runUntilIdle();
  kernel->flush();
  for (const FailedStart& vat : failed) {
    complain(environment, "vat " + vat.vat + " did not start: " + onOneLine(vat.log));
  }
  const auto bootstrap = kernel->bootstrap().outcome();
  const Rejected* failure = bootstrap ? std::get_if<Rejected>(&*bootstrap) : nullptr;
  if (failure) complain(environment, "bootstrap failed: " + failure->reason.describe());
  return failed.empty() && !failure ? Exit::fine : Exit::failed;
}

}  // namespace keeve::cli
