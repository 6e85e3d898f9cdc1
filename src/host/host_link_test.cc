#include "host/host_link.h"

#include <gtest/gtest.h>

#include <thread>

namespace keeve::host {
namespace {

TEST(HostLinkTest, ACallIsLetGoWhileAnotherIsBeingSettled) {
  HostLink* open = nullptr;
  HostLink link(1, [&](const kernel::HostAnswer&) { std::thread([&] { open->letGo(); }).join(); });
  open = &link;
  link.hold();
  const uint64_t stirs = link.stirs();
  link.settle({});
  EXPECT_EQ(link.waitForStir(stirs), HostLink::Wait::stirred);
  EXPECT_EQ(link.waitForStir(stirs + 1), HostLink::Wait::nothingHeld);
}

TEST(HostLinkTest, NothingIsSettledOnceItIsClosed) {
  int settled = 0;
  HostLink link(1, [&](const kernel::HostAnswer&) { ++settled; });
  link.settle({});
  link.close();
  link.settle({});
  EXPECT_EQ(settled, 1);
}

}  // namespace
}  // namespace keeve::host
