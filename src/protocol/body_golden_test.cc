// The C++ reader and writer against body_golden.txt.
#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

#include "base/random.h"
#include "protocol/body_reader.h"
#include "protocol/body_rewrite.h"

namespace keeve {
namespace {

constexpr size_t kSlots = 130;  // as many as the table names

struct Golden {
  std::string bytes;
  std::string expression;
};

std::string fromHex(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

std::vector<Golden> goldens() {
  std::vector<Golden> all;
  std::ifstream file(KEEVE_BODY_GOLDEN);
  for (std::string line; std::getline(file, line);) {
    const size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string::npos) continue;
    all.push_back({fromHex(line.substr(0, tab)), line.substr(tab + 1)});
  }
  return all;
}

class BodyGolden : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_GE(goldens_.size(), 100U) << KEEVE_BODY_GOLDEN; }

  const std::vector<Golden> goldens_ = goldens();
};

TEST_F(BodyGolden, EachIsWellFormedAndRewritesToItself) {
  for (const Golden& golden : goldens_) {
    const auto bad = findMalformed(golden.bytes, kSlots, 1);
    EXPECT_FALSE(bad) << golden.expression << ": " << bad->reason << " at " << bad->offset;
    EXPECT_EQ(BodyRewriter::rewrite(golden.bytes, kSlots), golden.bytes) << golden.expression;
  }
}

TEST_F(BodyGolden, EachCutAtEachByteIsMalformed) {
  for (const Golden& golden : goldens_) {
    for (size_t length = 0; length < golden.bytes.size(); ++length) {
      EXPECT_TRUE(findMalformed(std::string_view(golden.bytes).substr(0, length), kSlots, 1))
          << golden.expression << " cut to " << length;
    }
  }
}

TEST_F(BodyGolden, EachWithAByteMoreIsMalformed) {
  for (const Golden& golden : goldens_) {
    EXPECT_TRUE(findMalformed(golden.bytes + "\x40", kSlots, 1)) << golden.expression;
  }
}

TEST_F(BodyGolden, AllInARowAreABodyOfThatManyValues) {
  std::string body;
  for (const Golden& golden : goldens_) body += golden.bytes;
  EXPECT_FALSE(findMalformed(body, kSlots, goldens_.size()));
  EXPECT_TRUE(findMalformed(body, kSlots, goldens_.size() - 1));
  EXPECT_TRUE(findMalformed(body, kSlots, goldens_.size() + 1));
  EXPECT_EQ(BodyRewriter::rewrite(body, kSlots), body);
}

TEST_F(BodyGolden, ReferencesNeedTheirSlots) {
  for (const Golden& golden : goldens_) {
    if (golden.expression.find("remotable(") == std::string::npos &&
        golden.expression.find("promise(") == std::string::npos) {
      continue;
    }
    EXPECT_TRUE(findMalformed(golden.bytes, 0, 1)) << golden.expression;
  }
}

// Whatever damage does, the reader either refuses the bytes or finds other values in their one
// form.
TEST_F(BodyGolden, DamagedBytesAreMalformedOrRewriteToThemselves) {
  const auto seed = static_cast<uint64_t>(::testing::UnitTest::GetInstance()->random_seed()) + 30;
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  for (int i = 0; i < 50'000; ++i) {
    std::string body = goldens_[random.below(goldens_.size())].bytes;
    for (uint64_t changes = 1 + random.below(3); changes > 0; --changes) {
      body[random.below(body.size())] = static_cast<char>(random.next());
    }
    const auto rewritten = BodyRewriter::rewrite(body, kSlots);
    ASSERT_EQ(rewritten.value_or(body), body);
  }
}

}  // namespace
}  // namespace keeve
