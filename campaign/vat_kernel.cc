#include "campaign/vat_kernel.h"

#include <utility>
#include <variant>

#include "kernel/tables/bodies.h"
#include "protocol/body_reader.h"
#include "protocol/body_writer.h"

namespace keeve::campaign {

namespace {

int64_t integer(const BodyItem& item) {
  const auto* number = std::get_if<double>(&item);
  if (number == nullptr) throw VatFailed("a vat told something else than a number");
  return static_cast<int64_t>(*number);
}

// The first argument in [0, method, [number, …]].
int64_t firstArgument(const kernel::KernelCapData& message) {
  BodyReader reader(message.body, message.slots.size());
  for (int before = 0; before < 4; ++before) reader.next();
  return integer(reader.next());
}

}  // namespace

std::string numberBody(double number) {
  BodyWriter writer;
  writer.number(number);
  return writer.take();
}

std::string numbersBody(const std::vector<int64_t>& numbers) {
  BodyWriter writer;
  writer.array(numbers.size());
  for (const int64_t number : numbers) writer.number(static_cast<double>(number));
  return writer.take();
}

std::vector<int64_t> numbersOf(std::string_view body) {
  BodyReader reader(body, 0);
  const BodyItem head = reader.next();
  const auto* array = std::get_if<BodyArray>(&head);
  if (array == nullptr) throw VatFailed("a vat told something else than an array of numbers");
  std::vector<int64_t> numbers;
  numbers.reserve(array->count);
  for (uint64_t n = 0; n < array->count; ++n) numbers.push_back(integer(reader.next()));
  return numbers;
}

void VatKernel::Results::line(const kernel::PrintedLine& line) {
  const std::lock_guard lock(mutex);
  if (printed.empty()) printed = line.text;
}

void VatKernel::Results::result(const kernel::CallResult& result) {
  const std::lock_guard lock(mutex);
  results[result.call] = result;
}

void VatKernel::Results::hostCall(const kernel::HostCall& call) {
  const std::lock_guard lock(mutex);
  hostCalls[firstArgument(call.message)] = call;
}

kernel::FindAnswer VatKernel::TextFinder::find(std::string_view, std::string_view specifier) {
  if (specifier.empty()) return kernel::FoundModule{"keeve:///main.js", text_};
  const auto module = modules_.find(std::string(specifier));
  if (module == modules_.end()) return kernel::NoSuchModule{"there is no such module"};
  return kernel::FoundModule{"keeve:///" + module->first.substr(2), module->second};
}

VatKernel::VatKernel(store::Store& store, VatWorkerFactory& factory, const Program& program,
                     size_t threads, Start start)
    : kernel_({store, factory, results_, clock_, stop_}, "campaign",
              kernel::KernelOptions{.threads = threads}) {
  const bool isNew = kernel_.appName().empty();
  if (isNew) install(program);
  if (isNew || start == Start::all) {
    for (const kernel::FailedStart& failed : kernel_.startAll()) {
      throw VatFailed("vat " + failed.vat + " does not start: " + failed.log);
    }
  }
  run();
}

void VatKernel::install(const Program& program) {
  kernel::AppSpec app;
  app.name = "campaign";
  app.bootstrapVat = program.bootstrapVat;
  app.hostObjects = program.hostObjects;
  for (const VatCode& code : program.vats) {
    kernel::VatSpec& vat = app.vats.emplace_back();
    vat.settings.name = code.name;
    vat.settings.limits.crankMsMax = 600'000;
    vat.settings.limits.valueBytesMax = size_t{256} << 20;
    vat.parameters = code.parameters;
    vat.files = finders_.emplace_back(std::make_unique<TextFinder>(code)).get();
  }
  for (const std::string& name : program.hostObjects) kernel_.hostObject(name);
  kernel_.install(app);
}

uint64_t VatKernel::call(std::string_view vat, std::string_view method,
                         const std::vector<std::string>& args, std::vector<kernel::Kref> slots) {
  kernel_.call(++calls_, vat, {kernel::methodBody(method, args), std::move(slots)});
  return calls_;
}

void VatKernel::run() {
  kernel_.runUntilIdle();
  kernel_.releaseOutputs();
  const std::lock_guard lock(results_.mutex);
  if (!results_.printed.empty()) throw VatFailed("a vat says: " + results_.printed);
}

kernel::CallResult VatKernel::take(uint64_t call) {
  const std::lock_guard lock(results_.mutex);
  auto taken = results_.results.extract(call);
  if (taken.empty()) throw VatFailed("call " + std::to_string(call) + " has no result");
  if (taken.mapped().rejected) {
    throw VatFailed("a call was rejected: " + kernel::describeReason(taken.mapped().body));
  }
  return std::move(taken.mapped());
}

kernel::CallResult VatKernel::ask(std::string_view vat, std::string_view method,
                                  const std::vector<std::string>& args,
                                  std::vector<kernel::Kref> slots) {
  const uint64_t number = call(vat, method, args, std::move(slots));
  run();
  return take(number);
}

bool VatKernel::settle(int64_t number) {
  kernel::HostCall call;
  {
    const std::lock_guard lock(results_.mutex);
    const auto open = results_.hostCalls.extract(number);
    if (open.empty()) return false;
    call = open.mapped();
  }
  kernel_.settleHostCall({call.key, false, {kernel::undefinedBody(), {}}});
  kernel_.letGo(call.message.slots);
  return true;
}

}  // namespace keeve::campaign
