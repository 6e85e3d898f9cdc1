#include "bench/measured_kernel.h"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "kernel/tables/bodies.h"
#include "protocol/body_writer.h"

namespace keeve::bench {

std::string numberBody(size_t number) {
  BodyWriter writer;
  writer.number(static_cast<double>(number));
  return writer.take();
}

SourceFile::SourceFile(std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    name_ = name;
    const std::string path = std::string(KEEVE_BENCH_DIR "/") + name_;
    std::ifstream in(path, std::ios::binary);
    text_.append(std::istreambuf_iterator<char>(in), {});
    if (!in) throw std::runtime_error("cannot read " + path);
  }
}

kernel::FindAnswer SourceFile::find(std::string_view, std::string_view specifier) {
  if (!specifier.empty()) return kernel::NoSuchModule{"a measured vat imports nothing"};
  return kernel::FoundModule{"keeve:///" + name_, text_};
}

kernel::VatSpec measuredVat(std::string name, SourceFile& file) {
  kernel::VatSpec vat;
  vat.settings.name = std::move(name);
  vat.settings.limits.crankMsMax = 600'000;
  vat.parameters = kernel::undefinedBody();
  vat.files = &file;
  return vat;
}

MeasuredKernel::MeasuredKernel(store::Store& store, std::string_view storeName,
                               VatWorkerFactory& factory, const std::string& bootstrapVat,
                               std::vector<kernel::VatSpec> vats,
                               const kernel::KernelOptions& options)
    : kernel_({store, factory, results_, clock_, stop_}, storeName, options) {
  kernel::AppSpec app;
  app.name = "benchmark";
  app.bootstrapVat = bootstrapVat;
  app.vats = std::move(vats);
  kernel_.install(app);
  const std::vector<kernel::FailedStart> failed = kernel_.startAll();
  if (!failed.empty()) {
    throw std::runtime_error("the measured vat " + failed.front().vat +
                             " does not start: " + failed.front().log);
  }
  run();
  finish();
}

void MeasuredKernel::send(std::string_view vat, std::string_view method,
                          const std::vector<std::string>& args) {
  kernel_.call(++calls_, vat, {kernel::methodBody(method, args), {}});
}

void MeasuredKernel::finish() {
  kernel_.releaseOutputs();
  results_.expectFulfilled(calls_);
}

void MeasuredKernel::Results::result(const kernel::CallResult& result) {
  if (result.call != kernel::kBootstrapCall) ++count_;
  if (result.rejected && failure_.empty()) failure_ = kernel::describeReason(result.body);
}

void MeasuredKernel::Results::expectFulfilled(uint64_t count) const {
  if (!failure_.empty()) throw std::runtime_error("a call of the benchmark failed: " + failure_);
  if (count_ != count) throw std::runtime_error("a call of the benchmark has no result");
}

}  // namespace keeve::bench
