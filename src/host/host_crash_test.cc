// A process with host objects is killed at any moment and started again, until every payment that
// was asked for is made: each exactly once, since the payer remembers keys (keeve/host_object.h).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <thread>

#include "base/random.h"
#include "base/temporary_directory.h"
#include "keeve/kernel.h"
#include "store/test_child.h"

namespace keeve {
namespace {

constexpr int kPayments = 200;
constexpr int kKills = 12;

// Asks for payment n in the crank that notes that it did; so n is asked for once.
constexpr const char* kVat = R"(
const notes = makeStore('note');
export const buildRootObject = () => Far('root', {
  bootstrap(vats, { payer }) { notes.init('payer', payer); notes.init('asked', 0); notes.init('paid', 0); },
  ask() {
    const n = notes.get('asked') + 1;
    notes.set('asked', n);
    E.sendOnly(notes.get('payer')).pay(n);
    return n;
  },
});
)";

// What was paid stands in the file, "KEY N" a line: written by one write(), which a kill cannot part.
std::multimap<std::string, int> paymentsIn(const std::string& file) {
  std::multimap<std::string, int> paid;
  std::ifstream in(file);
  std::string key;
  for (int n = 0; in >> key >> n;) paid.emplace(key, n);
  return paid;
}

// Runs until all is asked for and paid, or a kill.
void payAll(const std::string& folder) {
  App app{.name = "test", .bootstrap = "main"};
  app.vats.push_back({.name = "main", .source = TextSource{{{"main.js", kVat}}}});
  app.hostObjects = {"payer"};
  const auto kernel = Kernel::create({.store = folder + "/store", .threads = 2}, app);
  const std::string file = folder + "/paid";
  std::set<std::string> done;
  for (const auto& [key, n] : paymentsIn(file)) done.insert(key);
  std::ofstream out(file, std::ios::app);
  kernel->addHostObject("payer", [&](const HostCall& call) {
    if (done.insert(call.key()).second) {
      const std::string line =
          call.key() + " " + std::to_string(static_cast<int>(call.args()[0].asNumber())) + "\n";
      (out << line).flush();
    }
    call.fulfil();
  });
  kernel->start();
  kernel->runUntilIdle();
  for (int asked = 0; asked < kPayments;) {
    const Call call = kernel->queueToRoot("main", "ask", {});
    kernel->runUntilIdle();
    kernel->flush();
    asked = static_cast<int>(call.get().asNumber());
  }
}

TEST(HostCrashTest, DISABLED_Payer) {
  payAll(store::TestChild::argumentOfChild());
  ASSERT_EQ(write(store::TestChild::kPipe, "d", 1), 1);
}

TEST(HostCrashTest, EachPaymentIsMadeOnceHoweverOftenTheProcessIsKilled) {
  const auto seed =
      static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  const TemporaryDirectory directory;
  const std::string folder = directory.root().string();
  for (int kill = 0; kill < kKills; ++kill) {
    store::TestChild child("HostCrashTest.DISABLED_Payer", folder);
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random.below(80)));
    child.killNow();
  }
  payAll(folder);
  const auto paid = paymentsIn(folder + "/paid");
  EXPECT_GE(paid.size(), size_t{kPayments});
  std::set<std::string> keys;
  std::set<int> numbers;
  for (const auto& [key, n] : paid) {
    EXPECT_TRUE(keys.insert(key).second) << key;
    EXPECT_TRUE(numbers.insert(n).second) << n;
  }
  EXPECT_EQ(*numbers.begin(), 1);
  EXPECT_EQ(*numbers.rbegin(), static_cast<int>(numbers.size()));
}

}  // namespace
}  // namespace keeve
