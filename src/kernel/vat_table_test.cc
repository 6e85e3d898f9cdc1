#include "kernel/vat_table.h"

#include <gtest/gtest.h>

#include <array>

#include "kernel/testing/scripted_vats.h"

namespace keeve::kernel {
namespace {

// Vats with the names "a", "b", "c", "d", all of which wake in that order, of which two may be awake.
class VatTableTest : public testing::Test {
 protected:
  VatTableTest() {
    for (uint64_t i = 0; i < vats_.size(); ++i) {
      VatRecord record;
      record.settings.name = std::string(1, static_cast<char>('a' + i));
      vats_[i] = &table_.add(VatId(i + 1), std::move(record));
    }
  }
  void wake(size_t i) { table_.wake(*vats_[i], factory_.make(vats_[i]->record.settings)); }

  // The names of those that go to sleep, in their order; those in `kept` cannot.
  std::string fallAsleep(const std::string& kept = "") {
    std::string names;
    while (!names.ends_with('.')) {
      std::string asked;
      const auto worker = table_.sleepOne([&](const Vat& vat) {
        asked = vat.name();
        return kept.find(asked) == std::string::npos;
      });
      names += worker ? asked : ".";
    }
    return names;
  }

  ScriptedVats factory_;
  Vats table_{2};
  std::array<Vat*, 4> vats_{};
};

TEST_F(VatTableTest, TheLeastRecentlyUsedSleepsFirst) {
  for (size_t i = 0; i < 4; ++i) wake(i);
  table_.use(*vats_[0]);
  EXPECT_EQ(fallAsleep(), "bc.");
  EXPECT_EQ(table_.awakeCount(), 2U);
  EXPECT_FALSE(vats_[1]->worker);
  EXPECT_TRUE(vats_[0]->worker);
}

TEST_F(VatTableTest, WhoMustStayIsAskedAgainWhenItHasRun) {
  for (size_t i = 0; i < 4; ++i) wake(i);
  EXPECT_EQ(fallAsleep("abcd"), ".");
  EXPECT_EQ(fallAsleep(), ".");  // nobody is asked twice
  table_.use(*vats_[2]);
  EXPECT_EQ(fallAsleep(), "c.");
  table_.use(*vats_[0]);
  table_.use(*vats_[3]);
  EXPECT_EQ(fallAsleep("a"), "d.");
}

TEST_F(VatTableTest, AVatThatSleepsCanWakeAndSleepAgain) {
  for (size_t i = 0; i < 3; ++i) wake(i);
  EXPECT_EQ(fallAsleep(), "a.");
  wake(0);
  EXPECT_EQ(fallAsleep(), "b.");
  table_.sleep(*vats_[2]).reset();
  EXPECT_EQ(table_.awakeCount(), 1U);
}

TEST(VatTable, AllStayAwakeWhereNoNumberIsSet) {
  ScriptedVats factory;
  Vats table(0);
  for (uint64_t i = 1; i <= 5; ++i) {
    VatRecord record;
    record.settings.name = std::to_string(i);
    Vat& vat = table.add(VatId(i), std::move(record));
    table.wake(vat, factory.make(vat.record.settings));
  }
  EXPECT_EQ(table.sleepOne([](const Vat&) { return true; }), nullptr);
  EXPECT_EQ(table.awakeCount(), 5U);
}

}  // namespace
}  // namespace keeve::kernel
