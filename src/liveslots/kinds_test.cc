// SPEC §3, §4: kinds, state and identity, on a vat without a kernel.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "liveslots/testing/vat_fixture.h"

namespace keeve::liveslots::testing {
namespace {

using ::testing::ElementsAre;

constexpr const char* kCounter = R"js(
const makeCounter = makeKind(function counter(state) {
  return {
    init(name = 'thing') { state.counter = 0; state.name = name; },
    self: {
      inc() { state.counter += 1; return state.counter; },
      name() { return state.name; },
      keys() { return Object.keys(state); },
    },
  };
});
const counters = makeStore('number');
export const buildRootObject = () => Far('root', {
  make(name) { counters.init(counters.getSize(), makeCounter(name)); return counters.getSize(); },
  inc(n) { return counters.get(n).inc(); },
  name(n) { return counters.get(n).name(); },
  keys(n) { return counters.get(n).keys(); },
});
)js";

TEST(Kinds, AnInstanceKeepsItsStateFromOneCrankAndIncarnationToTheNext) {
  TestVat vat(kCounter);
  EXPECT_THAT(vat.start(), ElementsAre());
  EXPECT_THAT(vat.call("make", {"foo"}), ElementsAre("= 1"));
  EXPECT_THAT(vat.call("inc", {"0"}), ElementsAre("= 1"));
  EXPECT_THAT(vat.call("inc", {"0"}), ElementsAre("= 2"));
  EXPECT_THAT(vat.start(), ElementsAre());
  EXPECT_THAT(vat.call("inc", {"0"}), ElementsAre("= 3"));
  EXPECT_THAT(vat.call("name", {"0"}), ElementsAre("= foo"));
  EXPECT_THAT(vat.call("keys", {"0"}), ElementsAre("= [ 'counter', 'name' ]"));
}

// §3.4: kinds whose selves look the same, of which the second learns from what the first did.
TEST(Kinds, EachShowsItsOwnTag) {
  TestVat vat(R"js(
const kit = state => ({ init() { state.n = 1; }, self: { get() { return state.n; } } });
const makers = ['apple', 'banana', 'cherry'].map(tag => makeKind(kit, { tag }));
export const buildRootObject = () => Far('root', {
  show: () => makers.map(make => [make(), make(), make()].join()).join(' '),
});
)js");
  EXPECT_THAT(vat.start(), ElementsAre());
  const auto three = [](const std::string& tag) {
    const std::string one = "[object Alleged: " + tag + "]";
    return one + "," + one + "," + one;
  };
  EXPECT_THAT(vat.call("show"),
              ElementsAre("= " + three("apple") + " " + three("banana") + " " + three("cherry")));
}

}  // namespace
}  // namespace keeve::liveslots::testing
