#include "protocol/vat_records.h"

#include <gtest/gtest.h>

#include <functional>
#include <tuple>

#include "protocol/body_string.h"

namespace keeve {
namespace {

using namespace std::string_literals;

std::string name(std::string_view utf8) {
  std::string out;
  appendBodyString(out, utf8);
  return out;
}

ShapeRecord closedShape() { return {7, 2, false, {name("counter"), name("\u4e16")}}; }

auto fields(const ShapeRecord& shape) {
  return std::tie(shape.kind, shape.version, shape.open, shape.names);
}

auto fields(const StoreRecord& store) {
  return std::tie(store.strength, store.size, store.nextOrdinal, store.keyName);
}

// Holds for records whose end is part of their form: none is another one cut short or drawn out.
void expectNoneWhenCutOrDrawnOut(const std::string& bytes,
                                 const std::function<bool(std::string_view)>& parses) {
  EXPECT_TRUE(parses(bytes));
  for (size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(parses(std::string_view(bytes).substr(0, length))) << length;
  }
  EXPECT_FALSE(parses(bytes + "x"));
}

TEST(VatRecords, HaveTheirGoldenBytes) {
  EXPECT_EQ(toBytes(VatCounters{300, 5}), "\xac\x02\x05");
  EXPECT_EQ(toBytes(KindRecord{"purse"}), "\x05purse");
  EXPECT_EQ(toBytes(ShapeRecord{7, 1, true, {}}), "\x07\x01\x01");
  EXPECT_EQ(toBytes(closedShape()),
            "\x07\x02\x00\x02\x87"
            "counter"
            "\x09\x01\x16\x4e"s);
  EXPECT_EQ(toBytes(StoreRecord{Strength::strong, 3, 2, "key"}), "s\x03\x02\x03key");
  EXPECT_EQ(toBytes(PromiseRecord{true, {"\x01", {}}}), "r\x00\x01"s);
  EXPECT_EQ(toBytes(PromiseRecord{false, {"\x01", {}}}), "f\x00\x01"s);
}

TEST(VatRecords, CountersRoundTripWholeOnly) {
  const std::string bytes = toBytes(VatCounters{300, 5});
  EXPECT_EQ(parseCounters(bytes)->nextId, 300U);
  EXPECT_EQ(parseCounters(bytes)->nextShape, 5U);
  expectNoneWhenCutOrDrawnOut(bytes, [](auto cut) { return parseCounters(cut).has_value(); });
}

TEST(VatRecords, KindsRoundTripWholeOnly) {
  const std::string bytes = toBytes(KindRecord{"purse"});
  EXPECT_EQ(parseKind(bytes)->tag, "purse");
  expectNoneWhenCutOrDrawnOut(bytes, [](auto cut) { return parseKind(cut).has_value(); });
}

TEST(VatRecords, ShapesRoundTripWholeOnly) {
  for (const ShapeRecord& shape : {closedShape(), ShapeRecord{7, 3, true, {}}}) {
    const std::string bytes = toBytes(shape);
    EXPECT_EQ(fields(*parseShape(bytes)), fields(shape));
    expectNoneWhenCutOrDrawnOut(bytes, [](auto cut) { return parseShape(cut).has_value(); });
  }
}

TEST(VatRecords, ShapesWithABadFlagOrNameAreRefused) {
  EXPECT_FALSE(parseShape("\x07\x01\x02"));
  EXPECT_FALSE(parseShape("\x07\x01\x00\x01\x00"s));          // undefined is no name
  EXPECT_FALSE(parseShape("\x07\x01\x00\xff\xff\xff\x01"s));  // more names than bytes
}

TEST(VatRecords, StoresRoundTripWholeOnly) {
  const StoreRecord store{Strength::weak, 0, 9, "purse"};
  const std::string bytes = toBytes(store);
  EXPECT_EQ(fields(*parseStore(bytes)), fields(store));
  expectNoneWhenCutOrDrawnOut(bytes, [](auto cut) { return parseStore(cut).has_value(); });
  std::string ofNoStrength = bytes;
  ofNoStrength[0] = 'x';
  EXPECT_FALSE(parseStore(ofNoStrength));
}

TEST(VatRecords, PromisesRoundTrip) {
  const PromiseRecord promise{true, {"body", {{kImportClass, 3}}}};
  const auto parsed = parsePromise(toBytes(promise));
  EXPECT_TRUE(parsed->rejected);
  EXPECT_EQ(parsed->value, promise.value);
  EXPECT_FALSE(parsePromise(""));
  EXPECT_FALSE(parsePromise("f"));
  EXPECT_FALSE(parsePromise("x\x00"s));
}

TEST(VatRecords, StateOfAClosedShapeIsItsValues) {
  std::string bytes;
  appendStateHead(bytes, 7);
  bytes += "\x01\x08\x09\x41\x10\x00\x80"s;
  const auto state = parseState(bytes);
  EXPECT_EQ(state->shape, 7U);
  EXPECT_FALSE(state->open);
  EXPECT_TRUE(state->names.empty());
  EXPECT_EQ(state->values, (VatCapData{"\x41\x10\x00\x80"s, {virtualObjectRef(0, 9)}}));
  EXPECT_EQ(parseStateParts(bytes)->capdata, bytes.substr(1));
}

TEST(VatRecords, StateOfAnOpenShapeCarriesItsNames) {
  std::string bytes;
  appendStateHead(bytes, 7, {name("zot")});
  bytes += "\x00\x41"s;
  const auto state = parseState(bytes);
  EXPECT_EQ(state->shape, 7U);
  EXPECT_TRUE(state->open);
  EXPECT_EQ(state->names, std::vector<std::string>{name("zot")});
  EXPECT_EQ(state->values, (VatCapData{"\x41", {}}));
}

TEST(VatRecords, StateCutBeforeItsBodyIsNone) {
  const std::string bytes = "\x0f\x01"s + name("zot") + "\x01\x08\x09\x41"s;
  EXPECT_TRUE(parseState(bytes));
  for (size_t length = 0; length < bytes.size() - 1; ++length) {
    EXPECT_FALSE(parseState(std::string_view(bytes).substr(0, length))) << length;
  }
}

}  // namespace
}  // namespace keeve
