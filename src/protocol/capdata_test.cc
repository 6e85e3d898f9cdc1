#include "protocol/capdata.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace keeve {
namespace {

using namespace std::string_literals;

std::string toBytes(const VatCapData& data) {
  std::string out;
  appendCapData(out, data);
  return out;
}

VatCapData sample() {
  return {"body",
          {virtualObjectRef(0, 300), {kImportClass, 1}, {kHeapObjectClass, kVarintEnd - 1}}};
}

TEST(CapData, HasItsGoldenBytes) {
  EXPECT_EQ(toBytes({"", {}}), "\0"s);
  EXPECT_EQ(toBytes({"body", {}}), "\0body"s);
  EXPECT_EQ(toBytes({"b", {virtualObjectRef(0, 300), {kImportClass, 1}}}),
            "\x02\x08\xac\x02\x04\x01"
            "b");
}

TEST(CapData, RoundTrips) {
  EXPECT_EQ(parseCapData(toBytes(sample())), sample());
  EXPECT_EQ(parseCapData(toBytes({})), VatCapData{});
}

TEST(CapData, CutWithinItsSlotsIsNone) {
  const std::string bytes = toBytes(sample());
  for (size_t length = 0; length < bytes.size() - sample().body.size(); ++length) {
    EXPECT_EQ(parseCapData(std::string_view(bytes).substr(0, length)), std::nullopt) << length;
  }
}

TEST(CapData, CutWithinItsBodyIsAShorterBody) {
  std::string bytes = toBytes(sample());
  bytes.pop_back();
  EXPECT_EQ(parseCapData(bytes)->body, "bod");
}

TEST(CapData, ASlotCountPastTheBytesIsRefusedBeforeAnyMemoryIsTaken) {
  std::string bytes;
  appendVarint(bytes, kVarintEnd - 1);
  EXPECT_EQ(parseCapData(bytes + "xxxx"), std::nullopt);
}

TEST(CapData, AClassPast32BitsIsRefused) {
  std::string bytes = "\x01";
  appendVarint(bytes, uint64_t{1} << 32);
  appendVarint(bytes, 1);
  EXPECT_EQ(parseCapData(bytes), std::nullopt);
}

}  // namespace
}  // namespace keeve
