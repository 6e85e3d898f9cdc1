#include "cli/call_command.h"

#include "keeve/kernel.h"

namespace keeve::cli {

namespace {

struct TextOf {
  std::string operator()(const Fulfilled& result) const {
    return result.value.toJson().value_or("");
  }
  std::string operator()(const Rejected& result) const { return result.reason.describe(); }
};

}  // namespace

std::vector<Value> argumentsOf(const std::vector<std::string>& texts) {
  std::vector<Value> args;
  args.reserve(texts.size());
  for (const std::string& text : texts) args.push_back(Value::fromArgument(text));
  return args;
}

std::string resultText(const Outcome& outcome) { return std::visit(TextOf{}, outcome); }

std::string unsettledText(const std::string& vat, const std::string& method) {
  return "the result of " + vat + "." + method + " did not settle";
}

Exit callOnce(const Environment& environment, const CallWords& words, const VatOptions& options) {
  const std::vector<Value> args = argumentsOf(words.args);
  ProcessOutput output(environment.streams);
  const auto kernel = Kernel::open(kernelOptions(environment, options, output));
  const Call call = kernel->queueToRoot(words.vat, words.method, args);
  kernel->runUntilIdle();
  kernel->flush();
  const auto outcome = call.outcome();
  if (!outcome) {
    complain(environment, unsettledText(words.vat, words.method));
    return Exit::failed;
  }
  const std::string text = resultText(*outcome);
  if (std::holds_alternative<Rejected>(*outcome)) {
    complain(environment, text);
    return Exit::failed;
  }
  if (!text.empty()) writeAll(environment.streams.out, text + "\n");
  return Exit::fine;
}

}  // namespace keeve::cli
