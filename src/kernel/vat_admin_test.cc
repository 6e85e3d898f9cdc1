// Vats that are made and ended while the kernel runs (SPEC §10).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <stdexcept>

#include "base/last_word.h"
#include "base/temporary_directory.h"
#include "kernel/inspect/inspect.h"
#include "kernel/tables/schema.h"
#include "kernel/testing/kernel_harness.h"
#include "protocol/body_writer.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr uint64_t kMany = 2500;  // records: more than are deleted in a turn

std::string stringBody(std::string_view text) {
  BodyWriter writer;
  writer.string(text);
  return writer.take();
}

// { parameters: [slot 0], name }, each where wanted.
std::string optionsBody(const std::string& name, bool withParameters) {
  BodyWriter writer;
  writer.record((withParameters ? 1 : 0) + (name.empty() ? 0 : 1));
  if (withParameters) {
    writer.string("parameters");
    writer.array(1);
    writer.remotable(0, "");
  }
  if (!name.empty()) {
    writer.string("name");
    writer.string(name);
  }
  return writer.take();
}

// `main` drives vatAdmin by calls, whose results arrive in told(); what it made last is root_, admin_.
class VatAdminTest : public testing::Test {
 protected:
  VatAdminTest() { install(); }

  void install() {
    harness_.vats.set("main", [this](const Delivery& delivery, SyscallPort& port) {
      return main(delivery, port);
    });
    const ScriptedVats::Script worker = [this](const Delivery& delivery, SyscallPort& port) {
      return work(delivery, port);
    };
    harness_.vats.set("worker", worker);
    harness_.vats.set("named", worker);
    for (uint64_t number = 1; number < 200; ++number)
      harness_.vats.set("worker-" + std::to_string(number), worker);
  }

  DeliveryOutcome main(const Delivery& delivery, SyscallPort& port) {
    if (const auto* start = std::get_if<StartVat>(&delivery.what)) {
      vatAdmin_ = start->vatAdmin.value_or(Vref{});
      nextPromise_ = 1000 * start->incarnation;
    }
    if (const auto* news = std::get_if<DeliverNotify>(&delivery.what)) {
      std::set<Vref> settled;
      for (const Resolution& each : news->resolutions) settled.insert(each.promise);
      for (const Resolution& each : news->resolutions) hear(each, settled, port);
    }
    const auto* message = std::get_if<DeliverMessage>(&delivery.what);
    if (!message) return Delivered{{"bootstrap"}};
    const std::string method = methodName(message->message.body);
    if (const auto act = acts_.find(method); act != acts_.end()) act->second(port);
    fulfil(port, *message, {undefinedBody(), {}});
    return Delivered{};
  }

  // `settled`: the promises that are told of together.
  void hear(const Resolution& news, const std::set<Vref>& settled, SyscallPort& port) {
    const std::string what = asked_[news.promise];
    told_[what] = (news.rejected ? "! " : "= ") + describeReason(news.value.body);
    if (const auto slot = onlySlot(news.value.body)) {  // done() answers with a promise
      asked_[news.value.slots.at(*slot)] = what;
      if (!settled.contains(news.value.slots.at(*slot))) port.subscribe(news.value.slots.at(*slot));
    } else if (news.value.slots.size() == 2) {
      root_ = news.value.slots[0];
      admin_ = news.value.slots[1];
    }
  }

  // A vat that fills its store when it starts, and does what it is told.
  DeliveryOutcome work(const Delivery& delivery, SyscallPort& port) {
    if (const auto* start = std::get_if<StartVat>(&delivery.what)) {
      if (start->parameters.body != undefinedBody()) parameters_ = start->parameters;
      if (endsProcess_) {
        LastWord::speakAll("SIGTRAP");
        throw std::runtime_error("the process ended");
      }
      if (refuses_) return StartFailed{"Error: not today", {errorBody("Error", "not today"), {}}};
      if (start->incarnation == 1) fill(port);
      return Delivered{};
    }
    const auto* message = std::get_if<DeliverMessage>(&delivery.what);
    if (!message) return Delivered{};
    const std::string method = methodName(message->message.body);
    ++worked_;
    if (method == "keep") return Delivered{};
    if (method == "exit") port.exit(false, {errorBody("", "my value"), {}});
    if (method == "fail") port.exit(true, {errorBody("", "my reason"), {}});
    fulfil(port, *message, {undefinedBody(), {}});
    return Delivered{};
  }

  static void fill(SyscallPort& port) {
    port.write({VatTable::counters}, toBytes(VatCounters{kFirstFreeId, kMany}));
    for (uint64_t i = 0; i < kMany; ++i) port.write({VatTable::kind, i}, toBytes(KindRecord{"k"}));
  }

  // Sends and awaits the result as told_[what].
  void ask(SyscallPort& port, const std::string& what, const Vref& target,
           const std::string& method, const std::vector<std::string>& args = {},
           const std::vector<Vref>& slots = {}) {
    const Vref result{kPromiseClass, ++nextPromise_};
    asked_[result] = what;
    port.send(target, {methodBody(method, args), slots}, result);
    port.subscribe(result);
  }
  void run(const AppParts& parts = {}) {
    harness_.run({KernelHarness::spec("main"), KernelHarness::spec("worker")}, parts);
  }
  void perform(const std::string& method) {
    EXPECT_EQ(harness_.output().reason(harness_.callAndSettle("main", method)), "it was fulfilled");
  }
  void create(const std::string& options = "") {
    acts_["create"] = [this, options](SyscallPort& port) {
      std::vector<std::string> args = {stringBody("worker")};
      if (!options.empty()) args.push_back(options);
      ask(port, "create", vatAdmin_, "createVat", args);
    };
    perform("create");
  }
  std::set<std::string> vats() {
    std::set<std::string> names;
    for (const VatInfo& vat : Inspector(harness_.store()).vats())
      names.insert(vat.record.settings.name);
    return names;
  }
  size_t recordsOfVat(uint64_t number) {
    const std::string start = vatPartKey(VatId(number), VatPart::data);
    const auto cursor = harness_.store().cursor();
    size_t count = 0;
    for (cursor->seek(start); cursor->valid() && cursor->key().starts_with(start); cursor->next())
      ++count;
    return count;
  }

  KernelHarness harness_;
  std::map<std::string, std::function<void(SyscallPort&)>> acts_;
  std::map<Vref, std::string> asked_;
  std::map<std::string, std::string> told_;
  Vref vatAdmin_;
  Vref root_;
  Vref admin_;
  VatCapData parameters_;
  uint64_t nextPromise_ = 1000;
  int worked_ = 0;
  bool refuses_ = false;
  bool endsProcess_ = false;
};

TEST_F(VatAdminTest, AVatIsMadeAndAnswers) {
  run();
  create();
  EXPECT_EQ(told_["create"], "= a value that is no error");
  EXPECT_THAT(vats(), testing::UnorderedElementsAre("main", "worker", "worker-3"));
  acts_["use"] = [&](SyscallPort& port) { ask(port, "use", root_, "work"); };
  perform("use");
  EXPECT_EQ(worked_, 1);
  EXPECT_THAT(told_["use"], HasSubstr("= "));
  EXPECT_EQ(parameters_.body, recordOfSlotsBody({}));
}

TEST_F(VatAdminTest, AVatGetsItsNameAndParametersWithReferences) {
  run();
  acts_["create"] = [&](SyscallPort& port) {
    ask(port, "create", vatAdmin_, "createVat", {stringBody("worker"), optionsBody("named", true)},
        {vatAdmin_});
  };
  perform("create");
  EXPECT_TRUE(vats().contains("named"));
  ASSERT_EQ(parameters_.slots.size(), 1U);
  EXPECT_EQ(parameters_.slots[0].refClass, static_cast<uint32_t>(kImportClass));
  perform("create");
  EXPECT_EQ(told_["create"], "! Error: createVat: there is a vat \"named\" already");
}

TEST_F(VatAdminTest, WhatCannotBeMadeIsRefusedWithTheReason) {
  run({.sources = {{KernelHarness::spec("other").settings, nullptr}}, .hostObjects = {}});
  const auto refusal = [&](const std::vector<std::string>& args,
                           const std::vector<Vref>& slots = {}) {
    acts_["try"] = [&](SyscallPort& port) {
      ask(port, "try", vatAdmin_, "createVat", args, slots);
    };
    perform("try");
    return told_["try"];
  };
  EXPECT_EQ(refusal({stringBody("none")}),
            "! Error: createVat: there is no source \"none\", there are "
            "[\"main\",\"other\",\"worker\"]");
  EXPECT_EQ(refusal({}), "! Error: createVat: the name of a source must come first, as a string");
  EXPECT_EQ(refusal({stringBody("worker"), bodyOfPromise(0)}, {{kPromiseClass, 7}}),
            "! Error: createVat: parameters cannot hold promises: wait for them first");
  EXPECT_EQ(refusal({stringBody("worker"), stringBody("x")}),
            "! Error: createVat: options are a record { parameters, name }");
  EXPECT_EQ(refusal({stringBody("worker"), recordOfSlotsBody({"odd"})}, {vatAdmin_}),
            "! Error: createVat: there is no option \"odd\", there are [\"name\",\"parameters\"]");
  EXPECT_EQ(refusal({stringBody("worker"), recordOfSlotsBody({"name"})}, {vatAdmin_}),
            "! Error: createVat: the name of a vat must be a string");
  EXPECT_EQ(refusal({stringBody("worker"), optionsBody("other", false)}),
            "! Error: createVat: \"other\" is the name of a source");
  EXPECT_EQ(refusal({stringBody("worker"), optionsBody("a\nb", false)}),
            "! Error: createVat: a name has 1 to 200 bytes and no control characters");
  acts_["odd"] = [&](SyscallPort& port) { ask(port, "odd", vatAdmin_, "destroy"); };
  perform("odd");
  EXPECT_EQ(told_["odd"], "! TypeError: target has no method \"destroy\", has [\"createVat\"]");
  EXPECT_THAT(vats(), testing::UnorderedElementsAre("main", "worker"));
}

TEST_F(VatAdminTest, AMessageThatIsNoneIsRefused) {
  run();
  acts_["junk"] = [&](SyscallPort& port) {
    asked_[{kPromiseClass, 990}] = "junk";
    port.send(vatAdmin_, {"\x0c\x03junk", {}}, Vref{kPromiseClass, 990});
    port.subscribe({kPromiseClass, 990});
  };
  perform("junk");
  EXPECT_EQ(told_["junk"], "! TypeError: this is no message");
}

TEST_F(VatAdminTest, AVatThatDoesNotStartIsRejectedAndGoesAway) {
  run();
  refuses_ = true;
  create();
  EXPECT_EQ(told_["create"], "! Error: not today");
  EXPECT_THAT(vats(), testing::UnorderedElementsAre("main", "worker"));
}

// §11: its start would end every process that resumes it.
TEST_F(VatAdminTest, AVatWhoseFirstStartEndsTheProcessGoesAwayInTheNext) {
  const TemporaryDirectory directory;
  harness_.store().keepFilesIn(directory.root().string());
  harness_.options.groupBytesMax = 0;  // what came before is in the store
  harness_.options.writes = store::GroupedStore::AppliedBy::caller;
  run();
  harness_.vats.set("worker-3", [this](const Delivery& delivery, SyscallPort& port) {
    endsProcess_ = true;
    return work(delivery, port);
  });
  EXPECT_THROW(create(), std::runtime_error);
  EXPECT_TRUE(vats().contains("worker-3"));
  endsProcess_ = false;
  run();
  EXPECT_EQ(harness_.vats.made("worker-3"), 1);
  EXPECT_THAT(vats(), testing::UnorderedElementsAre("main", "worker"));
}

TEST_F(VatAdminTest, OnlyTheBootstrapVatAndThoseWithThePowerAreGivenVatAdmin) {
  std::map<std::string, bool> given;
  for (const std::string name : {"main", "worker", "maker"}) {
    harness_.vats.set(name, [&given, name](const Delivery& delivery, SyscallPort&) {
      if (const auto* start = std::get_if<StartVat>(&delivery.what))
        given[name] = start->vatAdmin.has_value();
      return Delivered{};
    });
  }
  VatSpec maker = KernelHarness::spec("maker");
  maker.settings.powers = {"vatAdmin"};
  harness_.run({KernelHarness::spec("main"), KernelHarness::spec("worker"), maker});
  EXPECT_TRUE(given["main"]);
  EXPECT_FALSE(given["worker"]);
  EXPECT_TRUE(given["maker"]);
}

TEST_F(VatAdminTest, TheEndOfAVatIsToldWithItsValue) {
  run();
  for (const auto& [method, end] :
       std::map<std::string, std::string>{{"exit", "= my value"}, {"fail", "! my reason"}}) {
    create();
    acts_["end"] = [&, name = method](SyscallPort& port) {
      ask(port, "done", admin_, "done");
      ask(port, "told", root_, name);
    };
    perform("end");
    EXPECT_EQ(told_["done"], end);
    EXPECT_EQ(told_["told"], "= a value that is no error");
    perform("end");  // asked again, of a vat that is no more
    EXPECT_EQ(told_["done"], end);
    EXPECT_THAT(told_["told"], HasSubstr("! vatTerminated: vat worker-"));
  }
  EXPECT_THAT(vats(), testing::UnorderedElementsAre("main", "worker"));
}

TEST_F(VatAdminTest, WhatIsTerminatedRejectsAllAndLeavesNothing) {
  run();
  create();
  acts_["wait"] = [&](SyscallPort& port) {
    ask(port, "kept", root_, "keep");
    ask(port, "ahead", Vref{kPromiseClass, nextPromise_}, "keep");
    ask(port, "done", admin_, "done");
  };
  perform("wait");
  EXPECT_EQ(recordsOfVat(3), kMany + 1);
  acts_["end"] = [&](SyscallPort& port) {
    ask(port, "kept too", root_, "keep");
    ask(port, "end", admin_, "terminate", {errorBody("", "enough")});
    ask(port, "late", root_, "keep");
  };
  perform("end");
  for (const char* what : {"kept", "ahead", "kept too", "late"})
    EXPECT_EQ(told_[what], "! vatTerminated: vat worker-3 terminated") << what;
  EXPECT_EQ(told_["done"], "! enough");
  EXPECT_EQ(recordsOfVat(3), 0U);
  EXPECT_FALSE(vats().contains("worker-3"));
  EXPECT_THAT(harness_.output().reason(harness_.callAndSettle("worker-3", "x")),
              HasSubstr("there is no vat \"worker-3\""));
  const int made = harness_.vats.made("worker-3");
  run();
  EXPECT_EQ(harness_.vats.made("worker-3"), made);
}

TEST_F(VatAdminTest, AVatOfTheAppThatEndedStaysSoAndItsCodeStays) {
  run();
  harness_.callAndSettle("worker", "exit");
  EXPECT_THAT(vats(), ElementsAre("main"));
  run();
  EXPECT_THAT(vats(), ElementsAre("main"));
  create();
  EXPECT_THAT(vats(), testing::UnorderedElementsAre("main", "worker-3"));
}

TEST_F(VatAdminTest, VatsThatWereMadeAreStartedAgainWithTheirParameters) {
  run();
  acts_["create"] = [&](SyscallPort& port) {
    ask(port, "create", vatAdmin_, "createVat", {stringBody("worker"), optionsBody("named", true)},
        {vatAdmin_});
  };
  perform("create");
  const VatCapData before = parameters_;
  parameters_ = {};
  run();
  EXPECT_EQ(harness_.vats.made("named"), 2);
  EXPECT_EQ(parameters_, before);
}

TEST_F(VatAdminTest, EveryStepOfALifeSurvivesACrash) {
  for (uint64_t step = 0; step < 30; ++step) {
    SCOPED_TRACE(step);
    KernelHarness harness(step);
    harness.options.groupBytesMax = 0;  // each commit by itself
    uint64_t promises = 0;
    harness.vats.set("main", [&](const Delivery& delivery, SyscallPort& port) -> DeliveryOutcome {
      if (const auto* start = std::get_if<StartVat>(&delivery.what)) {
        vatAdmin_ = *start->vatAdmin;
        promises = 1000 * start->incarnation;
      }
      if (const auto* news = std::get_if<DeliverNotify>(&delivery.what)) {
        const Resolution& made = news->resolutions.at(0);
        if (made.value.slots.size() == 2) {
          port.send(made.value.slots[0], send("work"), Vref{kPromiseClass, ++promises});
          port.send(made.value.slots[1], send("terminate"), std::nullopt);
        }
      }
      const auto* message = std::get_if<DeliverMessage>(&delivery.what);
      if (message && methodName(message->message.body) == "create") {
        const Vref result{kPromiseClass, ++promises};
        port.send(vatAdmin_, {methodBody("createVat", {stringBody("worker")}), {}}, result);
        port.subscribe(result);
      }
      if (message) fulfil(port, *message, {undefinedBody(), {}});
      return Delivered{};
    });
    harness.vats.set("worker-3", [&](const Delivery& delivery, SyscallPort& port) {
      return work(delivery, port);
    });
    harness.run({std::string("main"), std::string("worker")});
    harness.store().plan({.failGet = {}, .failApply = step, .failSync = {}});
    harness.call("main", "create");
    try {
      harness.settle();
    } catch (const store::StoreError&) {
    }
    harness.crash();
    harness.expectSound();
    harness.open();
    harness.settle();
    harness.expectSound();
    // Made or not, started or not: what was terminated is gone, and what was not still starts.
    const auto left = Inspector(harness.store()).vat("worker-3");
    if (left) {
      EXPECT_EQ(left->record.state, VatState::running);
    }
  }
}

}  // namespace
}  // namespace keeve::kernel
