#include "host/call_table.h"

#include <gtest/gtest.h>

#include <memory>

namespace keeve::host {
namespace {

TEST(CallTableTest, CallbacksOfLostCallsAreKeptUntilSomebodyWithoutLocksDropsThem) {
  CallTable table;
  const auto state = std::make_shared<Call::State>();
  const auto captured = std::make_shared<int>(1);
  state->then([captured](const Outcome&) { FAIL(); });
  table.add(state);
  table.close("it failed");
  EXPECT_THROW(state->wait(std::nullopt), CallLost);
  EXPECT_EQ(captured.use_count(), 2);
  table.dropCallbacks();
  EXPECT_EQ(captured.use_count(), 1);
}

}  // namespace
}  // namespace keeve::host
