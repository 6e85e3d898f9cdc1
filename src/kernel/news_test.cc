// SPEC §8.1, §11: news that waits in front of a vat's queue is told together while it is little work, and is no worse off for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/last_word.h"
#include "base/temporary_directory.h"
#include "kernel/crash_note.h"
#include "kernel/inspect/inspect.h"
#include "kernel/testing/kernel_harness.h"
#include "protocol/vat_records.h"

namespace keeve::kernel {
namespace {

using testing::Each;
using testing::Gt;

constexpr uint64_t kSent = 200;
constexpr uint64_t kFirst = 10;
constexpr size_t kMessagesMax = 2 * kSent + 1;  // what the vat sends and subscribes to in one crank

// A vat `main` that sends `bank` many messages in one crank, and hears of each.
class NewsTest : public testing::Test {
 protected:
  using OnNews = std::function<DeliveryOutcome(const DeliverNotify&, SyscallPort&)>;

  void run(const OnNews& onNews) {
    harness_.vats.set(
        "main", [this, onNews](const Delivery& delivery, SyscallPort& port) -> DeliveryOutcome {
          if (std::holds_alternative<StartVat>(delivery.what)) return Delivered{{"bootstrap"}};
          if (const auto* news = std::get_if<DeliverNotify>(&delivery.what)) {
            sizes_.push_back(news->resolutions.size());
            counts_.push_back(news->news);
            for (const Resolution& each : news->resolutions) heard_.push_back(each.promise.id);
            return onNews ? onNews(*news, port) : Delivered{};
          }
          const auto& message = std::get<DeliverMessage>(delivery.what);
          const std::string method = methodName(message.message.body);
          if (method == "bootstrap") roots_ = message.message.slots;
          if (method == "go") sendMany(port);
          fulfil(port, message, {undefinedBody(), {}});
          return Delivered{};
        });
    // which answers all at once, so that all the news waits
    harness_.vats.onMessage("bank", [this](const std::string& method, const DeliverMessage& message,
                                           SyscallPort& port) {
      if (method != "deposit") return;
      results_.push_back({*message.result, false, {undefinedBody(), {}}});
      if (results_.size() == kSent) port.resolve(std::exchange(results_, {}));
    });
    VatSpec main = KernelHarness::spec("main");
    main.settings.limits.messagesMax = kMessagesMax;
    harness_.run({main, KernelHarness::spec("bank")});
    harness_.callAndSettle("main", "go");
  }

  void sendMany(SyscallPort& port) {
    for (uint64_t id = next_; id < next_ + kSent; ++id) {
      port.send(roots_.at(0), send("deposit"), Vref{kPromiseClass, id});
      port.subscribe({kPromiseClass, id});
    }
    next_ += kSent;
  }

  static std::vector<uint64_t> allFrom(uint64_t first) {
    std::vector<uint64_t> all;
    for (uint64_t id = first; id < first + kSent; ++id) all.push_back(id);
    return all;
  }

  KernelHarness harness_;
  std::vector<Vref> roots_;
  std::vector<Resolution> results_;  // of the bank
  uint64_t next_ = kFirst;
  std::vector<uint64_t> heard_;
  std::vector<size_t> sizes_;
  std::vector<size_t> counts_;
};

TEST_F(NewsTest, LittleNewsComesTogetherInItsOrder) {
  run(nullptr);
  EXPECT_EQ(heard_, allFrom(kFirst));
  EXPECT_EQ(sizes_, counts_);
  ASSERT_FALSE(sizes_.empty());
  EXPECT_LT(sizes_.size(), kSent / 4);
  EXPECT_LE(*std::max_element(sizes_.begin(), sizes_.end()), 32U);
}

TEST_F(NewsTest, NewsThatIsMuchWorkComesAlone) {
  run([this](const DeliverNotify&, SyscallPort&) -> DeliveryOutcome {
    harness_.clock.advance(20);
    return Delivered{};
  });
  EXPECT_EQ(heard_, allFrom(kFirst));
  EXPECT_THAT(sizes_, Each(1U));
}

TEST_F(NewsTest, NewsThatIsMuchToWriteComesAlone) {
  run([](const DeliverNotify& news, SyscallPort& port) -> DeliveryOutcome {
    port.write({VatTable::counters},
               std::string(100'000, 'x') + std::to_string(news.resolutions[0].promise.id));
    return Delivered{};
  });
  EXPECT_EQ(heard_, allFrom(kFirst));
  EXPECT_THAT(sizes_, Each(1U));
  harness_.allowDamage();  // what it wrote is no record
}

TEST_F(NewsTest, AFaultEndsTheHeapAndNothingIsLeftInTheQueue) {
  run([this](const DeliverNotify& news, SyscallPort&) -> DeliveryOutcome {
    if (news.resolutions.size() < 4) return Delivered{};
    return Fault{"crankMs", "it ran too long"};
  });
  const size_t heardBefore = heard_.size();
  EXPECT_LT(heardBefore, kSent);  // the heap that subscribed is gone
  const auto stats = Inspector(harness_.store()).stats();
  EXPECT_EQ(stats.queued, 0U);
  EXPECT_EQ(stats.deadLetters, 0U);
  EXPECT_EQ(stats.promises, 0U);
  EXPECT_EQ(harness_.vats.made("main"), 2);
}

// §11: the heap that was told is gone with the process, so there is nothing to tell again.
TEST_F(NewsTest, AProcessThatEndsAtNewsLeavesNothingInTheQueue) {
  const TemporaryDirectory directory;
  harness_.store().keepFilesIn(directory.root().string());
  const auto end = [](const DeliverNotify& news, SyscallPort&) -> DeliveryOutcome {
    if (news.news < 4) return Delivered{};
    LastWord::speakAll("SIGTRAP");
    throw std::runtime_error("the process ended");
  };
  EXPECT_THROW(run(end), std::runtime_error);
  const CrashNotes notes(directory.root().string());
  ASSERT_TRUE(notes.read());
  EXPECT_FALSE(notes.read()->isAlone);
  counts_.clear();
  harness_.open();
  harness_.callAndSettle("main", "x");
  EXPECT_THAT(counts_, testing::IsEmpty());
  EXPECT_FALSE(notes.read());
  EXPECT_EQ(Inspector(harness_.store()).stats().queued, 0U);
}

TEST_F(NewsTest, TogetherTheyMaySendAsMuchAsEachAlone) {
  run([this](const DeliverNotify& news, SyscallPort& port) -> DeliveryOutcome {
    for (size_t i = 0; i < news.news * (kMessagesMax / 8); ++i)
      port.send(roots_.at(0), send("note"), std::nullopt);
    return Delivered{};
  });
  EXPECT_EQ(heard_, allFrom(kFirst));
  EXPECT_THAT(sizes_, testing::Contains(Gt(8U)));
}

}  // namespace
}  // namespace keeve::kernel
