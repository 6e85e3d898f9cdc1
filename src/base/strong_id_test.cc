#include "base/strong_id.h"

#include <gtest/gtest.h>

#include <sstream>
#include <type_traits>
#include <unordered_set>

namespace keeve {
namespace {

using RoomId = StrongId<struct RoomIdTag>;
using FloorId = StrongId<struct FloorIdTag, uint8_t>;

static_assert(!std::is_convertible_v<uint64_t, RoomId>);
static_assert(!std::is_constructible_v<RoomId, FloorId>);

TEST(StrongId, ComparesAsItsNumber) {
  EXPECT_LT(RoomId(1), RoomId(2));
  EXPECT_EQ(RoomId(1).next(), RoomId(2));
  EXPECT_EQ(RoomId(), RoomId(0));
}

TEST(StrongId, PrintsAsANumberEvenWhenItIsAByte) {
  std::ostringstream out;
  out << FloorId(65);
  EXPECT_EQ(out.str(), "65");
}

TEST(StrongId, IsAKeyOfHashedSets) {
  const std::unordered_set<RoomId> rooms = {RoomId(3), RoomId(3), RoomId(4)};
  EXPECT_EQ(rooms.size(), 2U);
}

}  // namespace
}  // namespace keeve
