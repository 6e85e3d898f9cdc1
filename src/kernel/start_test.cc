// The start of an incarnation: sources, settings, and what becomes of a vat that does not start.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/inspect/inspect.h"
#include "kernel/testing/kernel_harness.h"

namespace keeve::kernel {
namespace {

using testing::HasSubstr;

class MapFinder final : public ModuleFinder {
 public:
  FindAnswer find(std::string_view referrer, std::string_view specifier) override {
    const std::string url =
        referrer.empty() ? "keeve:///main.js" : "keeve:///" + std::string(specifier.substr(2));
    const auto found = texts.find(url);
    if (found == texts.end()) return NoSuchModule{"cannot find " + url};
    return FoundModule{url, found->second};
  }
  std::map<std::string, std::string> texts;
};

// A vat whose "code" is the text of its modules: it imports what its main module names after "import", and each call tells
// the text of its main module.
void installReader(ScriptedVats& vats) {
  auto text = std::make_shared<std::string>();
  vats.set("main", [text](const Delivery& delivery, SyscallPort& port) -> DeliveryOutcome {
    if (const auto* message = std::get_if<DeliverMessage>(&delivery.what)) {
      const std::string method = methodName(message->message.body);
      std::string said = *text;
      if (method == "import") {
        const auto answer = port.loadModule("keeve:///main.js", "./late.js");
        const auto* source = std::get_if<ModuleSource>(&answer);
        said = source ? source->text : std::get<ModuleMissing>(answer).message;
      }
      fulfil(port, *message, {errorBody("", said), {}});
      return Delivered{};
    }
    const auto answer = port.loadModule("", "");
    const auto* source = std::get_if<ModuleSource>(&answer);
    if (!source)
      return StartFailed{std::get<ModuleMissing>(answer).message,
                         {errorBody("Error", "no source"), {}}};
    port.print(Stream::out, "starting " + source->text);
    if (source->text.starts_with("throw"))
      return StartFailed{"Error: thrown\n    at x", {errorBody("Error", "thrown"), {}}};
    *text = source->text;
    return Delivered{};
  });
}

std::vector<VatSpec> specsOf(ModuleFinder* files) {
  VatSpec spec = KernelHarness::spec("main");
  spec.files = files;
  return {spec};
}

std::string told(KernelHarness& harness, const std::string& method) {
  const CallResult result = harness.output().of(harness.callAndSettle("main", method));
  return (result.rejected ? "rejected: " : "") + describeReason(result.body);
}

TEST(StartTest, SourcesAreStoredWithTheVatSoThatALaterStartNeedsNoFile) {
  KernelHarness harness;
  installReader(harness.vats);
  MapFinder files;
  files.texts = {{"keeve:///main.js", "one; import('./late.js')"}, {"keeve:///late.js", "late"}};
  harness.run(specsOf(&files));
  EXPECT_EQ(told(harness, "text"), files.texts["keeve:///main.js"]);
  harness.open();
  EXPECT_EQ(told(harness, "text"), files.texts["keeve:///main.js"]);
  EXPECT_EQ(told(harness, "import"), "late");
}

TEST(StartTest, FilesThatAreGoneAreMadeUpForByTheStore) {
  KernelHarness harness;
  installReader(harness.vats);
  MapFinder files;
  files.texts = {{"keeve:///main.js", "one"}};
  harness.run(specsOf(&files));
  files.texts.clear();
  EXPECT_TRUE(harness.run(specsOf(&files)).empty());
  EXPECT_EQ(told(harness, "text"), "one");
}

TEST(StartTest, ChangedSourcesReplaceTheStoredOnesWhole) {
  KernelHarness harness;
  installReader(harness.vats);
  MapFinder files;
  files.texts = {{"keeve:///main.js", "one; import './late.js'"}, {"keeve:///late.js", "late"}};
  harness.run(specsOf(&files));
  files.texts = {{"keeve:///main.js", "two"}};
  harness.run(specsOf(&files));
  EXPECT_EQ(told(harness, "text"), "two");
  EXPECT_EQ(Inspector(harness.store()).stats().sources, 1U);
}

TEST(StartTest, NewCodeThatDoesNotStartLeavesTheOldInForce) {
  KernelHarness harness;
  installReader(harness.vats);
  MapFinder files;
  files.texts = {{"keeve:///main.js", "one"}};
  harness.run(specsOf(&files));
  files.texts = {{"keeve:///main.js", "throw"}};
  const auto failed = harness.run(specsOf(&files));
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].log, "Error: thrown\n    at x");
  EXPECT_TRUE(harness.output().said().empty());
  EXPECT_EQ(told(harness, "text"), "rejected: Error: thrown");
  harness.open();
  EXPECT_EQ(told(harness, "text"), "one");
}

TEST(StartTest, AVatThatNeverStartedIsFaultyUntilItDoes) {
  KernelHarness harness;
  installReader(harness.vats);
  MapFinder files;
  files.texts = {{"keeve:///main.js", "throw"}};
  harness.run(specsOf(&files));
  EXPECT_EQ(Inspector(harness.store()).vats().at(0).record.state, VatState::faulty);
  EXPECT_EQ(Inspector(harness.store()).vats().at(0).record.reason, "Error: thrown");
  harness.open();
  EXPECT_EQ(told(harness, "text"), "rejected: Error: no source");
  files.texts = {{"keeve:///main.js", "one"}};
  harness.run(specsOf(&files));
  EXPECT_EQ(told(harness, "text"), "one");
  EXPECT_EQ(Inspector(harness.store()).vats().at(0).record.state, VatState::running);
  EXPECT_EQ(Inspector(harness.store()).vats().at(0).record.incarnation, 1U);
}

TEST(StartTest, EveryRunIsANewIncarnationAndACallStartsOnlyItsVat) {
  KernelHarness harness;
  harness.run(std::vector<std::string>{"main", "bank"});
  harness.run(std::vector<std::string>{"main", "bank"});
  EXPECT_EQ(harness.vats.made("bank"), 2);
  harness.open();
  harness.callAndSettle("main", "x");
  EXPECT_EQ(harness.vats.made("main"), 3);
  EXPECT_EQ(harness.vats.made("bank"), 2);
}

TEST(StartTest, PowersGrantTheTimeAndARandomSeedThatDiffersByIncarnation) {
  KernelHarness harness;
  std::vector<std::optional<double>> times;
  std::vector<std::optional<uint64_t>> seeds;
  harness.vats.set("main", [&](const Delivery& delivery, SyscallPort&) -> DeliveryOutcome {
    times.push_back(delivery.clockMs);
    if (const auto* start = std::get_if<StartVat>(&delivery.what))
      seeds.push_back(start->randomSeed);
    return Delivered{};
  });
  VatSpec spec = KernelHarness::spec("main");
  harness.run(std::vector<VatSpec>{spec});
  spec.settings.powers = {"clock", "random"};
  harness.run(std::vector<VatSpec>{spec});
  harness.run(std::vector<VatSpec>{spec});
  EXPECT_THAT(times, testing::ElementsAre(std::nullopt, 1000, 1000));
  ASSERT_EQ(seeds.size(), 3U);
  EXPECT_FALSE(seeds[0]);
  EXPECT_NE(seeds[1], seeds[2]);
}

TEST(StartTest, BootstrapWaitsForAVatThatStarts) {
  KernelHarness harness;
  bool broken = true;
  int asked = 0;
  harness.vats.set("main", [&](const Delivery& delivery, SyscallPort& port) -> DeliveryOutcome {
    if (const auto* message = std::get_if<DeliverMessage>(&delivery.what)) {
      ++asked;
      fulfil(port, *message, {undefinedBody(), {}});
    } else if (broken) {
      return Fault{"heapMB", ""};
    }
    return Delivered{{"bootstrap"}};
  });
  const auto failed = harness.run({std::string("main")});
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].log, "Error: vat main exceeded heapMB");
  EXPECT_EQ(asked, 0);
  broken = false;
  harness.run({std::string("main")});
  EXPECT_EQ(asked, 1);
}

}  // namespace
}  // namespace keeve::kernel
