#include "cli/call_command.h"

#include <optional>

#include "cli/json_body.h"
#include "cli/value_json.h"
#include "kernel/bodies.h"
#include "kernel/kernel.h"
#include "store/store.h"

namespace keeve::cli {

namespace {

SlotTexts textsOf(const std::vector<std::string>& tags) {
  SlotTexts texts;
  for (const std::string& tag : tags)
    texts.push_back(tag.empty() ? "" : jsonString("[Alleged: " + tag + "]"));
  return texts;
}

}  // namespace

std::string resultText(const kernel::CallResult& result) {
  const SlotTexts slots = textsOf(result.slotTags);
  return result.rejected ? bodyToErrorLine(result.body, slots)
                         : bodyToJson(result.body, slots).value_or("");
}

std::string unsettledText(const std::string& vat, const std::string& method) {
  return "the result of " + vat + "." + method + " did not settle";
}

Exit callOnce(const Environment& environment, const CallWords& words, const std::string& storeUrl) {
  std::vector<std::string> args;
  for (const std::string& arg : words.args) args.push_back(argumentToBody(arg));
  const auto store = store::openStore(storeUrl, store::OpenMode::mustExist);
  std::optional<kernel::CallResult> result;
  ProcessOutput output(environment.streams, [&](const kernel::CallResult& each) {
    if (each.call == 1) result = each;
    return std::string();
  });
  kernel::Kernel kernel(
      {*store, environment.workers(), output, environment.clock, environment.stop}, storeUrl);
  kernel.call(1, words.vat, {kernel::methodBody(words.method, args), {}});
  kernel.runUntilIdle();
  kernel.releaseOutputs();
  if (!result) {
    complain(environment, unsettledText(words.vat, words.method));
    return Exit::failed;
  }
  const std::string text = resultText(*result);
  if (result->rejected) {
    complain(environment, text);
    return Exit::failed;
  }
  if (!text.empty()) writeAll(environment.streams.out, text + "\n");
  return Exit::fine;
}

}  // namespace keeve::cli
