// SPEC §6: the vat's encoder and decoder against protocol/body_golden.txt, the table that the C++ ones are held to as well.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "liveslots/testing/vat_fixture.h"
#include "protocol/capdata.h"
#include "protocol/vat_key.h"

namespace keeve::liveslots::testing {
namespace {

using ::testing::ElementsAre;

struct Golden {
  std::string hex;
  std::string expression;
};

std::vector<Golden> goldens() {
  std::ifstream in(std::filesystem::path(__FILE__).parent_path() / "../protocol/body_golden.txt");
  std::vector<Golden> found;
  for (std::string line; std::getline(in, line);) {
    const size_t tab = line.find('\t');
    if (tab != std::string::npos && line[0] != '#')
      found.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  return found;
}

std::string hexOf(const std::string& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char byte : bytes) {
    hex += kDigits[static_cast<uint8_t>(byte) >> 4];
    hex += kDigits[static_cast<uint8_t>(byte) & 15];
  }
  return hex;
}

// Each entry is one expression's value: `wrote` from the value itself, `copied` from what came back of it.
constexpr std::string_view kProgram = R"js(
import { makeTagged } from '@endo/far';
const wrote = makeStore('wrote');
const copied = makeStore('copied');
const makeThing = makeKind(function thing() { return { self: {} }; });
const once = make => {
  const made = new Map();
  return (slot, iface) => {
    if (!made.has(slot)) made.set(slot, make(iface));
    return made.get(slot);
  };
};
export const buildRootObject = () => Far('root', {
  write(number, text) {
    globalThis.makeTagged = makeTagged;
    globalThis.remotable = once(iface => (iface === '' ? makeThing() : Far(iface.slice(9), {})));
    globalThis.promise = once(() => new Promise(() => {}));
    wrote.init(number, (0, eval)(`(${text})`));
  },
  copy() { for (const [number, value] of wrote.entries()) copied.init(number, value); },
});
)js";

// The bodies of a store's entries, in the order of their numbers.
std::vector<std::string> bodiesOf(const MemoryPort& port, uint64_t store) {
  std::string prefix(1, static_cast<char>(VatTable::entry));
  appendOrderedVarint(prefix, store);
  std::vector<std::string> bodies;
  for (const auto& [key, value] : port.records()) {
    if (!key.starts_with(prefix)) continue;
    const std::optional<VatCapData> data = parseCapData(value);
    bodies.push_back(data ? hexOf(data->body) : "no capdata");
  }
  return bodies;
}

TEST(MarshalGolden, AVatWritesAndReadsWhatTheTableSays) {
  const std::vector<Golden> cases = goldens();
  ASSERT_GT(cases.size(), 80U);
  TestVat vat{std::string(kProgram)};
  ASSERT_THAT(vat.start(), ElementsAre());
  for (size_t i = 0; i < cases.size(); ++i) {
    ASSERT_THAT(vat.call("write", {std::to_string(i), cases[i].expression}),
                ElementsAre("= undefined"))
        << cases[i].expression;
  }
  ASSERT_THAT(vat.start(), ElementsAre());
  ASSERT_THAT(vat.call("copy"), ElementsAre("= undefined"));
  const std::vector<std::string> wrote = bodiesOf(vat.port(), kFirstFreeId);
  const std::vector<std::string> copied = bodiesOf(vat.port(), kFirstFreeId + 1);
  ASSERT_EQ(wrote.size(), cases.size());
  ASSERT_EQ(copied.size(), cases.size());
  for (size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(wrote[i], cases[i].hex) << cases[i].expression;
    EXPECT_EQ(copied[i], cases[i].hex) << cases[i].expression;
  }
}

}  // namespace
}  // namespace keeve::liveslots::testing
