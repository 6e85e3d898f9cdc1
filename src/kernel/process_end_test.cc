// SPEC §11: what a vat was doing when it ended the process is not tried again by each process after.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>

#include "base/last_word.h"
#include "base/temporary_directory.h"
#include "kernel/inspect/inspect.h"
#include "kernel/testing/kernel_harness.h"

namespace keeve::kernel {
namespace {

// A module that imports a second, and that a third. As of files, nothing is found from a module that was not found before.
class ThreeModules final : public ModuleFinder {
 public:
  FindAnswer find(std::string_view referrer, std::string_view specifier) override {
    if (!referrer.empty() && !found_.contains(std::string(referrer)))
      return NoSuchModule{"cannot find it"};
    const std::string url = referrer.empty() ? kMain : "keeve:///" + std::string(specifier);
    found_.insert(url);
    return FoundModule{url, url == kLast ? lastText : text};
  }

  // In one order by what is imported, in another by name.
  static constexpr const char* kMain = "keeve:///main.js";
  static constexpr const char* kSecond = "keeve:///a.js";
  static constexpr const char* kLast = "keeve:///last.js";
  std::string text = "one";
  std::string lastText = "one";

 private:
  std::set<std::string> found_;
};

// A vat `fatal` that can end the process, in a message `split` or when it starts, and a vat `main` that sends to it.
class ProcessEndTest : public testing::Test {
 protected:
  ProcessEndTest() {
    harness_.options.groupBytesMax = 0;  // what came before is in the store
    harness_.options.writes = store::GroupedStore::AppliedBy::caller;
    harness_.store().keepFilesIn(directory_.root().string());
    harness_.vats.set("fatal", [this](const Delivery& delivery, SyscallPort& port) {
      return beFatal(delivery, port);
    });
    harness_.vats.onMessage(
        "main",
        [this](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
          if (method == "bootstrap") fatal_ = message.message.slots.at(0);  // by name
          if (method == "split") port.send(fatal_, send("split"), std::nullopt);
          fulfil(port, message, {undefinedBody(), {}});
        },
        {"bootstrap"});
  }

  DeliveryOutcome beFatal(const Delivery& delivery, SyscallPort& port) {
    if (std::holds_alternative<StartVat>(delivery.what)) {
      port.loadModule("", "");
      port.loadModule(ThreeModules::kMain, "a.js");
      port.loadModule(ThreeModules::kSecond, "last.js");
      ++starts_;
      if (startIsFatal_) endProcess();
      return Delivered{};
    }
    const auto* message = std::get_if<DeliverMessage>(&delivery.what);
    if (!message) return Delivered{};
    ++delivered_;
    if (methodName(message->message.body) == "split" && splitIsFatal_) endProcess();
    fulfil(port, *message, {undefinedBody(), {}});
    return Delivered{};
  }

  // As a fatal error of V8's does, but that the test goes on.
  [[noreturn]] static void endProcess() {
    LastWord::speakAll("SIGTRAP");
    throw std::runtime_error("the process ended");
  }

  std::vector<VatSpec> specs(ModuleFinder* files = nullptr) const {
    VatSpec fatal = KernelHarness::spec("fatal");
    fatal.files = files;
    fatal.settings.limits.crankMsMax = crankMs_;
    return {KernelHarness::spec("main"), fatal};
  }

  template <class Act>
  void expectProcessEnds(const Act& act) {
    EXPECT_THROW(act(), std::runtime_error);
    EXPECT_TRUE(std::filesystem::exists(note()));
  }

  std::string note() const { return directory_.path("keeve.crashed"); }
  std::string callFatal() { return harness_.output().reason(harness_.callAndSettle("fatal", "x")); }
  size_t deadLetters() { return Inspector(harness_.store()).stats().deadLetters; }

  const TemporaryDirectory directory_;
  KernelHarness harness_;
  Vref fatal_;
  ThreeModules files_;
  int crankMs_ = 5000;
  bool startIsFatal_ = false;
  bool splitIsFatal_ = true;
  int starts_ = 0;
  int delivered_ = 0;
};

constexpr const char* kFulfilled = "it was fulfilled";
constexpr const char* kStartEnded = "Error: vat fatal ended the process when it started: SIGTRAP";

TEST_F(ProcessEndTest, ADeliveryIsAFaultInTheNextProcess) {
  harness_.run(specs());
  expectProcessEnds([&] { harness_.callAndSettle("main", "split"); });
  harness_.open();
  harness_.settle();
  EXPECT_EQ(delivered_, 1);
  EXPECT_EQ(deadLetters(), 1U);
  EXPECT_FALSE(std::filesystem::exists(note()));
  EXPECT_EQ(callFatal(), kFulfilled);
}

TEST_F(ProcessEndTest, AProcessThatDeliversNothingLeavesTheNote) {
  harness_.run(specs());
  expectProcessEnds([&] { harness_.callAndSettle("main", "split"); });
  harness_.open();
  harness_.open();
  harness_.settle();
  EXPECT_EQ(delivered_, 1);
  EXPECT_EQ(deadLetters(), 1U);
}

TEST_F(ProcessEndTest, AnotherDeliveryOfThatNumberIsDelivered) {
  harness_.run(specs());
  expectProcessEnds([&] { harness_.callAndSettle("main", "split"); });
  std::string what;
  std::string vat;
  std::string n;
  std::ifstream(note()) >> what >> vat >> n;
  std::ofstream(note()) << what << ' ' << vat << ' ' << n << " 99 1 SIGTRAP\n";
  splitIsFatal_ = false;
  harness_.open();
  harness_.settle();
  EXPECT_EQ(delivered_, 2);
  EXPECT_EQ(deadLetters(), 0U);
  EXPECT_FALSE(std::filesystem::exists(note()));
}

TEST_F(ProcessEndTest, AStartFromStoredSourcesIsNotTriedAgain) {
  harness_.run(specs(&files_));
  startIsFatal_ = true;
  harness_.open();
  expectProcessEnds([&] { harness_.kernel().startAll(); });
  for (int process = 0; process < 3; ++process) {
    harness_.open();
    const auto failed = harness_.kernel().startAll();
    ASSERT_EQ(failed.size(), 1U);
    EXPECT_EQ(failed[0].log, kStartEnded);
    EXPECT_EQ(callFatal(), kStartEnded);
    EXPECT_EQ(starts_, 2);
    EXPECT_EQ(harness_.output().reason(harness_.callAndSettle("main", "x")), kFulfilled);
  }
  EXPECT_EQ(Inspector(harness_.store()).vats().at(0).record.state, VatState::faulty);
}

TEST_F(ProcessEndTest, AStartWithTheSameFilesIsNotTriedAgainAndWithOthersIs) {
  harness_.run(specs(&files_));
  startIsFatal_ = true;
  expectProcessEnds([&] { harness_.run(specs(&files_)); });
  ASSERT_EQ(harness_.run(specs(&files_)).size(), 1U);
  EXPECT_EQ(starts_, 2);
  startIsFatal_ = false;
  files_.text = "two";
  EXPECT_TRUE(harness_.run(specs(&files_)).empty());
  EXPECT_EQ(callFatal(), kFulfilled);
  EXPECT_FALSE(std::filesystem::exists(note()));
  EXPECT_TRUE(harness_.run(specs(&files_)).empty());
}

TEST_F(ProcessEndTest, AStartIsTriedAgainWhereWhatIsImportedByAnImportIsOther) {
  harness_.run(specs(&files_));
  startIsFatal_ = true;
  expectProcessEnds([&] { harness_.run(specs(&files_)); });
  ThreeModules same;
  ASSERT_EQ(harness_.run(specs(&same)).size(), 1U);
  startIsFatal_ = false;
  ThreeModules other;
  other.lastText = "two";
  EXPECT_TRUE(harness_.run(specs(&other)).empty());
}

TEST_F(ProcessEndTest, ChangedCodeThatEndsTheProcessLeavesTheOldInForce) {
  harness_.run(specs(&files_));
  startIsFatal_ = true;
  files_.text = "two";
  expectProcessEnds([&] { harness_.run(specs(&files_)); });
  startIsFatal_ = false;
  harness_.open();
  EXPECT_EQ(callFatal(), kFulfilled);
  EXPECT_FALSE(std::filesystem::exists(note()));
}

TEST_F(ProcessEndTest, AStartWithOtherLimitsIsTriedAgain) {
  harness_.run(specs(&files_));
  startIsFatal_ = true;
  expectProcessEnds([&] { harness_.run(specs(&files_)); });
  startIsFatal_ = false;
  crankMs_ = 100;
  EXPECT_TRUE(harness_.run(specs(&files_)).empty());
}

TEST_F(ProcessEndTest, AFirstStartIsTriedAgainWithTheFilesThatAreThere) {
  startIsFatal_ = true;
  expectProcessEnds([&] { harness_.run(specs(&files_)); });
  startIsFatal_ = false;
  EXPECT_TRUE(harness_.run(specs(&files_)).empty());
  EXPECT_EQ(starts_, 2);
}

}  // namespace
}  // namespace keeve::kernel
