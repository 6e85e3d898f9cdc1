#include "liveslots/testing/vat_fixture.h"

#include "liveslots/testing/test_engine.h"
#include "protocol/body_grammar.h"
#include "protocol/body_writer.h"

namespace keeve::liveslots::testing {
namespace {

// An argument of few digits is an integer.
constexpr size_t kDigitsMax = 6;

VatCapData messageOf(const std::string& method, const std::vector<std::string>& arguments) {
  BodyWriter body;
  body.array(3);
  body.number(0);
  body.string(method);
  body.array(arguments.size());
  for (const std::string& argument : arguments) {
    const bool isNumber = !argument.empty() && argument.size() <= kDigitsMax &&
                          argument.find_first_not_of("0123456789") == std::string::npos;
    if (isNumber) {
      body.number(std::stod(argument));
    } else {
      body.string(argument);
    }
  }
  return {.body = body.take(), .slots = {}};
}

// Wraps the vat's module so that every method's outcome is printed as its console shows it.
constexpr std::string_view kWrapper = R"js(
import * as vat from './vat.js';
export const buildRootObject = async (...args) => {
  const root = vat.buildRootObject ? await vat.buildRootObject(...args) : {};
  return Far('root', {
    async call(method, ...rest) {
      try {
        console.log('=', await root[method](...rest));
      } catch (error) {
        console.log(`! ${error.name}: ${error.message}`);
      }
    },
  });
};
)js";

}  // namespace

TestVat::TestVat(std::string code, VatLimits limits)
    : settings_{.name = "main", .limits = limits, .powers = {}},
      port_({{"main.js", std::string(kWrapper)}, {"vat.js", std::move(code)}}),
      factory_(testEngine()) {}

std::vector<std::string> TestVat::start() {
  worker_.reset();
  worker_ = factory_.make(settings_);
  ++incarnation_;
  StartVat start;
  start.incarnation = incarnation_;
  start.parameters.body = std::string(1, static_cast<char>(kTagUndefined));
  return finish(worker_->deliver({.what = start, .clockMs = {}}, port_));
}

std::vector<std::string> TestVat::call(const std::string& method,
                                       const std::vector<std::string>& arguments) {
  std::vector<std::string> all = {method};
  all.insert(all.end(), arguments.begin(), arguments.end());
  const DeliverMessage message{.target = {kHeapObjectClass, kRootId},
                               .message = messageOf("call", all),
                               .result = Vref{kImportedPromiseClass, nextResult_++}};
  return finish(worker_->deliver({.what = message, .clockMs = {}}, port_));
}

std::vector<std::string> TestVat::finish(const DeliveryOutcome& outcome) {
  std::vector<std::string> lines = std::move(port_.effects.printed);
  if (const auto* failed = std::get_if<StartFailed>(&outcome)) {
    port_.undo();
    lines.push_back("! " + failed->error);
  } else if (const auto* fault = std::get_if<Fault>(&outcome)) {
    port_.undo();
    lines = {"fault: " + fault->detail};
  } else {
    port_.commit();
  }
  return lines;
}

}  // namespace keeve::liveslots::testing
