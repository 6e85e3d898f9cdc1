// Random values: what is made is well formed, reads back as what it was made of, and survives JSON
// where that can say it.
#include <gtest/gtest.h>

#include "base/random.h"
#include "host/wire.h"
#include "keeve/value.h"
#include "protocol/body_reader.h"
#include "protocol/body_rewrite.h"

namespace keeve::host {
namespace {

constexpr uint64_t kSeeds = 300;

class Maker {
 public:
  enum class Sort { any, json };
  Maker(uint64_t seed, Sort sort) : random_(seed), sort_(sort) {}

  Value make(int depth = 4) {
    const uint64_t choices = sort_ == Sort::any ? 13 : 7;
    switch (random_.below(choices)) {
      case 0:
        return nullptr;
      case 1:
        return random_.oneIn(2);
      case 2:
        return number();
      case 3:
        return text();
      case 4:
      case 5:
        return depth > 0 ? array(depth) : Value(0);
      case 6:
        return depth > 0 ? record(depth) : Value(1);
      case 7:
        return Value();
      case 8:
        return Value::bigint(static_cast<int64_t>(random_.next() >> random_.below(64)));
      case 9:
        return Value::registeredSymbol(text());
      case 10:
        return Value::error("E" + text(), text());
      case 11:
        return depth > 0 ? Value::tagged(text(), make(depth - 1)) : Value(2);
      default:
        return Wire::ref(1, {kernel::KrefKind::object, random_.below(5)}, "");
    }
  }

 private:
  Value number() {
    if (random_.oneIn(2)) return static_cast<int64_t>(random_.below(1000)) - 500;
    return (random_.unit() - 0.5) * static_cast<double>(uint64_t{1} << random_.below(60));
  }

  std::string text() {
    static const std::vector<std::string> kPieces = {"a", "Z",  "\"", "\\", "\n",
                                                     "ä", "漢", "😀",  "/"};
    std::string out;
    for (uint64_t i = random_.below(5); i > 0; --i) out += kPieces[random_.below(kPieces.size())];
    return out;
  }

  Value array(int depth) {
    std::vector<Value> items(random_.below(4));
    for (Value& item : items) item = make(depth - 1);
    Value value = Value::array(items);
    EXPECT_EQ(value.items(), items);
    return value;
  }

  Value record(int depth) {
    std::vector<Value::Property> properties;
    for (uint64_t i = random_.below(4); i > 0; --i)
      properties.emplace_back(std::to_string(i) + text(), make(depth - 1));
    Value value = Value::record(properties);
    EXPECT_EQ(value.properties(), properties);
    for (const auto& [name, property] : properties) EXPECT_EQ(value.find(name), property);
    return value;
  }

  Random random_;
  const Sort sort_;
};

TEST(ValuePropertyTest, WhatIsMadeIsWellFormedInItsOneForm) {
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Value value = Maker(seed, Maker::Sort::any).make();
    const size_t slots = Wire::refs(value).size();
    EXPECT_EQ(findMalformed(Wire::body(value), slots, 1), std::nullopt);
    EXPECT_EQ(BodyRewriter::rewrite(Wire::body(value), slots), Wire::body(value));
    const auto data = Wire::toKernel(1, value);
    EXPECT_EQ(Wire::fromKernel(1, data.body, data.slots, {}), value);
    EXPECT_FALSE(value.describe().empty());
    ASSERT_FALSE(HasFailure());
  }
}

TEST(ValuePropertyTest, JsonComesBackAsItWas) {
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Value value = Maker(seed, Maker::Sort::json).make();
    const std::string json = value.toJson().value_or("");
    EXPECT_EQ(Value::fromJson(json), value) << json;
    EXPECT_EQ(Value::fromJson(json).toJson(), json);
    ASSERT_FALSE(HasFailure());
  }
}

TEST(ValuePropertyTest, CutShortItIsAnErrorAtEachByte) {
  for (uint64_t seed = 1; seed <= kSeeds / 10; ++seed) {
    const Value value = Maker(seed, Maker::Sort::any).make();
    const std::string& body = Wire::body(value);
    for (size_t size = 0; size < body.size(); ++size) {
      const Value cut = Wire::value(body.substr(0, size), Wire::refs(value));
      EXPECT_NO_FATAL_FAILURE(cut.toJson());
      try {
        if (cut.type() == ValueType::array) cut.items();
        if (cut.type() == ValueType::record) cut.properties();
        if (cut.type() == ValueType::tagged) cut.payload();
      } catch (const ValueError&) {
        continue;
      }
    }
  }
}

}  // namespace
}  // namespace keeve::host
