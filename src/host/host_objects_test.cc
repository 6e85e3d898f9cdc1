// Host objects as vats see them (keeve/host_object.h), with vats in JavaScript.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/temporary_directory.h"
#include "keeve/host_object.h"
#include "keeve/kernel.h"

namespace keeve {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kVat = R"(
const kept = makeStore('name');
const keep = (name, value) => (kept.has(name) ? kept.set(name, value) : kept.init(name, value));
const own = Far('own thing', { hello: () => 'hello' });
export const buildRootObject = () => Far('root', {
  bootstrap(vats, host) { for (const name of Object.keys(host)) keep(name, host[name]); },
  take(name, object) { keep(name, object); },
  isKept: (name, object) => kept.get(name) === object,
  ask: (name, method, ...args) => E(kept.get(name))[method](...args),
  askSelf: name => E(kept.get(name))('me'),
  get: name => E.get(kept.get(name)).size,
  symbol: name => E(kept.get(name))[Symbol.iterator](),
  tell: (name, ...texts) => { for (const text of texts) E.sendOnly(kept.get(name)).say(text); },
  flood: (name, n) => {
    for (let i = 0; i < n; i += 1) E.sendOnly(kept.get(name)).say(i, 'x'.repeat(1 << 20));
  },
  lend: (name) => E(kept.get(name)).borrow(own),
  promise: (name) => E(kept.get(name)).echo(Promise.resolve(7)),
  async askAndNote(name, n) {
    const answer = await E(kept.get(name)).pay(n);
    keep(`paid ${n}`, answer);
    return answer;
  },
  noted: name => kept.has(name) && kept.get(name),
  own: () => own,
});
)";

App app(std::vector<std::string> hostObjects = {"log"}) {
  App app{.name = "test", .bootstrap = "main"};
  app.vats.push_back({.name = "main", .source = TextSource{{{"main.js", kVat}}}});
  app.hostObjects = std::move(hostObjects);
  return app;
}

class HostObjectsTest : public testing::Test {
 protected:
  void open(std::vector<std::string> hostObjects = {"log"}) {
    kernel_.reset();
    kernel_ = Kernel::create({.store = directory_.path("store")}, app(std::move(hostObjects)));
    EXPECT_TRUE(kernel_->start().empty());
    kernel_->runUntilIdle();  // bootstrap comes before what a test asks
  }

  Outcome ask(std::string_view method, const std::vector<Value>& args) {
    const Call call = kernel_->queueToRoot("main", method, args);
    kernel_->runUntilIdle();
    kernel_->flush();
    return call.wait();
  }
  std::string textOf(std::string_view method, const std::vector<Value>& args) {
    const Outcome outcome = ask(method, args);
    if (const auto* rejected = std::get_if<Rejected>(&outcome))
      return "! " + rejected->reason.describe();
    return std::get<Fulfilled>(outcome).value.describe();
  }

  const TemporaryDirectory directory_;
  std::unique_ptr<Kernel> kernel_;
};

TEST_F(HostObjectsTest, AMethodGetsItsArgumentsAndItsResultGoesBack) {
  open();
  kernel_->addHostObject("log", [](const HostCall& call) {
    if (call.method() == "fail") return call.reject(Value::error("RangeError", "no"));
    if (call.method() == "throw") throw std::runtime_error("oops");
    EXPECT_EQ(call.object(), "log");
    call.fulfil(Value::array({call.method(), Value::array(call.args())}));
  });
  EXPECT_EQ(textOf("ask", {"log", "add", 1, "two"}), R"(["add",[1,"two"]])");
  EXPECT_EQ(textOf("ask", {"log", "fail"}), "! RangeError: no");
  EXPECT_EQ(textOf("ask", {"log", "throw"}), "! Error: oops");
  EXPECT_EQ(textOf("askSelf", {"log"}), R"(["",["me"]])");
  EXPECT_THAT(textOf("get", {"log"}), HasSubstr("has no properties to get"));
  EXPECT_THAT(textOf("symbol", {"log"}), HasSubstr("no methods named by symbols"));
}

TEST_F(HostObjectsTest, CallsComeInTheOrderOfSending) {
  open();
  std::vector<std::string> said;
  kernel_->addHostObject("log", [&](const HostCall& call) {
    said.push_back(call.args()[0].asString());
    call.fulfil();
  });
  ask("tell", {"log", "a", "b", "c"});
  ask("tell", {"log", "d"});
  EXPECT_THAT(said, ElementsAre("a", "b", "c", "d"));
}

TEST_F(HostObjectsTest, CallsBeyondWhatIsKeptInMemoryComeInOrderToo) {
  open();
  std::vector<double> said;
  kernel_->addHostObject("log", [&](const HostCall& call) {
    if (said.empty()) std::this_thread::sleep_for(400ms);
    said.push_back(call.args()[0].asNumber());
    EXPECT_EQ(call.args()[1].asString().size(), size_t{1} << 20);
    call.fulfil();
  });
  ask("flood", {"log", 40});
  ASSERT_EQ(said.size(), 40U);
  for (int i = 0; i < 40; ++i) EXPECT_EQ(said[static_cast<size_t>(i)], i);
}

TEST_F(HostObjectsTest, AnObjectIsOneHoweverItCameAndComesBackAsItself) {
  open();
  const Ref log =
      kernel_->addHostObject("log", [](const HostCall& call) { call.fulfil(call.args()[0]); });
  EXPECT_EQ(log.tag(), "log");
  EXPECT_EQ(textOf("isKept", {"log", log}), "true");
  const Outcome echoed = ask("ask", {"log", "echo", log});
  EXPECT_EQ(std::get<Fulfilled>(echoed).value.asRef(), log);
  const Ref own = std::get<Fulfilled>(ask("own", {})).value.asRef();
  EXPECT_EQ(own.tag(), "own thing");
  EXPECT_EQ(std::get<Fulfilled>(ask("lend", {"log"})).value.asRef(), own);
  EXPECT_EQ(textOf("promise", {"log"}), "7");
}

TEST_F(HostObjectsTest, OneThatWasNotInBootstrapIsPassedAsAnArgument) {
  open({});
  const Ref printer =
      kernel_->addHostObject("printer", [](const HostCall& call) { call.fulfil("printed"); });
  ask("take", {"printer", printer});
  EXPECT_EQ(textOf("ask", {"printer", "print"}), "\"printed\"");
  open({});
  kernel_->addHostObject("printer", [](const HostCall& call) { call.fulfil("printed again"); });
  EXPECT_EQ(textOf("ask", {"printer", "print"}), "\"printed again\"");
}

TEST_F(HostObjectsTest, ACallMayBeSettledLaterByAnyThreadAndIsWaitedFor) {
  open();
  std::vector<std::thread> threads;
  kernel_->addHostObject("log", [&](HostCall call) {
    threads.emplace_back([call = std::move(call)] {
      std::this_thread::sleep_for(60ms);
      call.fulfil(call.args()[0]);
    });
  });
  EXPECT_EQ(textOf("ask", {"log", "later", 5}), "5");
  for (std::thread& thread : threads) thread.join();
}

TEST_F(HostObjectsTest, ACallThatNobodyCanSettleAnyMoreIsNotWaitedFor) {
  open();
  int asked = 0;
  std::string firstKey;
  kernel_->addHostObject("log", [&](const HostCall& call) {
    ++asked;
    firstKey = call.key();
  });
  const Call call = kernel_->queueToRoot("main", "ask", {"log", "drop"});
  kernel_->runUntilIdle();
  kernel_->flush();
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(call.outcome(), std::nullopt);
  open();  // and comes again, as the same
  std::vector<std::string> keys;
  kernel_->addHostObject("log", [&](const HostCall& again) {
    keys.push_back(again.key());
    again.fulfil();
  });
  kernel_->runUntilIdle();
  EXPECT_THAT(keys, ElementsAre(firstKey));
}

TEST_F(HostObjectsTest, ACallThatIsSettledAndKeptIsNotWaitedFor) {
  open();
  std::vector<HostCall> kept;
  kernel_->addHostObject("log", [&](const HostCall& call) {
    kept.push_back(call);
    call.fulfil(call.args()[0]);
  });
  EXPECT_EQ(textOf("ask", {"log", "keep", 5}), "5");
  EXPECT_EQ(textOf("ask", {"log", "keep", 6}), "6");
  EXPECT_EQ(kept.size(), 2U);
}

TEST_F(HostObjectsTest, CallsToAnObjectThatIsNotAddedYetWaitForIt) {
  open();
  const Call call = kernel_->queueToRoot("main", "ask", {"log", "early"});
  kernel_->runUntilIdle();
  kernel_->flush();
  EXPECT_EQ(call.outcome(), std::nullopt);
  kernel_->addHostObject("log", [](const HostCall& early) { early.fulfil("at last"); });
  kernel_->runUntilIdle();
  kernel_->flush();
  EXPECT_EQ(call.get(), Value("at last"));
  EXPECT_THROW(kernel_->addHostObject("log", [](const HostCall&) {}), std::logic_error);
  EXPECT_THROW(kernel_->addHostObject("nothing", nullptr), std::invalid_argument);
}

TEST_F(HostObjectsTest, ACallIsSettledOnceAndWithItsOwnKernelsReferences) {
  open();
  std::string twice;
  std::string foreign;
  const auto other = Kernel::create({.store = "memory:"}, app());
  const Ref stranger = other->addHostObject("log", [](const HostCall&) {});
  kernel_->addHostObject("log", [&](const HostCall& call) {
    try {
      call.fulfil(stranger);
    } catch (const ValueError& error) {
      foreign = error.what();
    }
    call.fulfil(1);
    try {
      call.reject(2);
    } catch (const std::logic_error& error) {
      twice = error.what();
    }
  });
  EXPECT_EQ(textOf("ask", {"log", "twice"}), "1");
  EXPECT_EQ(twice, "the call of log.twice is settled already");
  EXPECT_THAT(foreign, HasSubstr("of another kernel"));
}

TEST_F(HostObjectsTest, AHandlerMayCallVatsAndWaitForThem) {
  open();
  kernel_->addHostObject("log", [&](const HostCall& call) {
    call.fulfil(kernel_->queueToRoot("main", "isKept", {"log", 5}).get());
  });
  EXPECT_EQ(textOf("ask", {"log", "go"}), "false");
}

TEST_F(HostObjectsTest, ACallMayOutliveItsKernel) {
  open();
  std::promise<HostCall> came;
  kernel_->addHostObject("log", [&](const HostCall& call) { came.set_value(call); });
  const Call call = kernel_->queueToRoot("main", "ask", {"log", "go"});
  std::thread runner([&] { kernel_->run(); });
  const HostCall kept = came.get_future().get();
  kernel_.reset();
  runner.join();
  kept.fulfil(5);
  EXPECT_THROW(call.get(), CallLost);
}

}  // namespace
}  // namespace keeve
