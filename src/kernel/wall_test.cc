// A worker that names what it was never given is faulted, and nothing of its crank reaches anybody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/testing/kept_refs.h"
#include "kernel/testing/kernel_harness.h"

namespace keeve::kernel {
namespace {

using Act = std::function<void(SyscallPort&)>;

// `thief` first sends to `bank`, which it may, and then does what it may not. `main` knows both; and
// the bank has an object and a promise that only main was given.
class WallTest : public testing::Test {
 protected:
  WallTest() {
    harness_.vats.onMessage(
        "main",
        [this](const std::string& method, const DeliverMessage& message, SyscallPort& port) {
          if (method == "bootstrap") {
            const auto& roots = message.message.slots;
            port.send(roots.at(0), send("lend"), Vref{kPromiseClass, 5});
            port.send(roots.at(0), send("keep"), Vref{kPromiseClass, 6});
            port.send(roots.at(2), send("meet", {roots.at(0), {kPromiseClass, 6}}), std::nullopt);
          }
          fulfil(port, message, {undefinedBody(), {}});
        },
        {"bootstrap"});
    harness_.vats.onMessage("bank", [this](const std::string& method, const DeliverMessage& message,
                                           SyscallPort& port) {
      ++reached_[method];
      const std::string remotable{'\x10', '\0', '\x80'};
      if (method == "lend") fulfil(port, message, {remotable, {{kHeapObjectClass, 3}}});
    });
    harness_.vats.set("thief", [this](const Delivery& delivery, SyscallPort& port) {
      const auto* message = std::get_if<DeliverMessage>(&delivery.what);
      if (!message) return Delivered{};
      const std::string method = methodName(message->message.body);
      if (method == "meet") {
        bank_ = message->message.slots.at(0);
        kept_ = message->message.slots.at(1);
        port.write({VatTable::counters}, toBytes(VatCounters{}));
        keepRefs(port, {bank_});
      }
      if (method == "steal") {
        port.send(bank_, send("steal"), std::nullopt);
        act_(port);
      }
      fulfil(port, *message, {undefinedBody(), {}});
      return Delivered{};
    });
    harness_.run({"main", "bank", "thief"});
  }

  std::string reasonOf(const Act& act) {
    act_ = act;
    const uint64_t call = harness_.callAndSettle("thief", "steal");
    EXPECT_EQ(reached_["steal"], 0);
    return harness_.output().reason(call);
  }
  void expectUnknown(const Vref& ref, const Act& act) {
    EXPECT_EQ(reasonOf(act),
              "Error: vat thief named " + toText(ref) + ", which it was never given");
  }

  KernelHarness harness_;
  std::map<std::string, int> reached_;
  Vref bank_;
  Vref kept_;
  Act act_;
};

TEST_F(WallTest, EachSyscallRefusesWhatTheVatWasNeverGiven) {
  for (const uint64_t number :
       {uint64_t{1}, bank_.id + 1, uint64_t{900'000}, (uint64_t{1} << 52)}) {
    for (const RefClass refClass : {kImportClass, kImportedPromiseClass}) {
      const Vref ref{refClass, number};
      if (ref == bank_ || ref == kept_) continue;
      expectUnknown(ref, [&](SyscallPort& port) { port.send(ref, send("x"), std::nullopt); });
      expectUnknown(ref,
                    [&](SyscallPort& port) { port.send(bank_, send("x", {ref}), std::nullopt); });
      expectUnknown(ref, [&](SyscallPort& port) {
        port.resolve({{{kPromiseClass, 50}, false, {undefinedBody(), {ref}}}});
      });
      expectUnknown(ref, [&](SyscallPort& port) { port.subscribe(ref); });
      expectUnknown(ref, [&](SyscallPort& port) {
        port.resolve({{ref, false, {undefinedBody(), {}}}});
      });
      expectUnknown(ref, [&](SyscallPort& port) { port.exit(false, {undefinedBody(), {ref}}); });
    }
  }
  EXPECT_EQ(reached_["x"], 0);
}

TEST_F(WallTest, AnotherVatsNumberIsNoNameHere) {
  // The bank's root under the class of a promise, and the kept promise under that of an object.
  const Vref asPromise{kImportedPromiseClass, bank_.id};
  const Vref asObject{kImportClass, kept_.id};
  expectUnknown(asPromise, [&](SyscallPort& port) { port.subscribe(asPromise); });
  expectUnknown(asObject, [&](SyscallPort& port) { port.send(asObject, send("x"), std::nullopt); });
}

TEST_F(WallTest, OnlyTheDeciderSettles) {
  EXPECT_EQ(reasonOf([&](SyscallPort& port) {
              port.resolve({{kept_, false, {undefinedBody(), {}}}});
            }),
            "Error: vat thief settled a promise that it does not decide");
  EXPECT_EQ(reasonOf([&](SyscallPort& port) {
              port.send(bank_, send("x"), Vref{kPromiseClass, 51});
              port.resolve({{{kPromiseClass, 51}, false, {undefinedBody(), {}}}});
            }),
            "Error: vat thief settled a promise that it does not decide");
}

TEST_F(WallTest, NothingIsSettledTwice) {
  EXPECT_EQ(reasonOf([&](SyscallPort& port) {
              port.send(bank_, send("x", {{kPromiseClass, 52}}), std::nullopt);
              const Resolution once{{kPromiseClass, 52}, false, {undefinedBody(), {}}};
              port.resolve({once, once});
            }),
            "Error: vat thief settled a promise that it does not decide");
}

TEST_F(WallTest, AResultMustBeNew) {
  const std::string words = " as a message's result";
  EXPECT_EQ(reasonOf([&](SyscallPort& port) { port.send(bank_, send("x"), kept_); }),
            "Error: vat thief named " + toText(kept_) + words);
  EXPECT_EQ(reasonOf([&](SyscallPort& port) {
              port.send(bank_, send("x"), Vref{kPromiseClass, 53});
              port.send(bank_, send("y"), Vref{kPromiseClass, 53});
            }),
            "Error: vat thief named p53" + words + ", which must be new");
}

TEST_F(WallTest, AnObjectIsNoPromise) {
  EXPECT_EQ(reasonOf([&](SyscallPort& port) { port.subscribe(bank_); }),
            "Error: vat thief subscribed to " + toText(bank_) + ", which is no promise");
  EXPECT_EQ(reasonOf([&](SyscallPort& port) {
              port.resolve({{bank_, false, {undefinedBody(), {}}}});
            }),
            "Error: vat thief settled " + toText(bank_) + ", which is no promise");
}

}  // namespace
}  // namespace keeve::kernel
