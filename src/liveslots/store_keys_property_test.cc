// SPEC §5.2: random keys of every type come back, in the order that the spec says, from any place of a walk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "liveslots/testing/vat_fixture.h"

namespace keeve::liveslots::testing {
namespace {

using ::testing::ElementsAre;

// The model is JavaScript too: a sorted array, by a comparison that knows nothing of bytes.
constexpr const char* kProgram = R"js(
let seed = 1;
const below = limit => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor(seed / 4294967296 * limit);
};
const numbers = [0, -0, NaN, Infinity, -Infinity, 1, -1, 5e-324, -5e-324, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308, 0.1, 255, 256];
const units = ['', 'a', 'b', '\u007f', '\u0080', '\u07ff', '\u0800', '\ud83d\ude00', '\uffff', '\u0000', 'Z', '\ue000'];
const randomKey = () => {
  switch (below(7)) {
    case 0: return below(2) === 0 ? numbers[below(numbers.length)] : (below(2000) - 1000) / [1, 2, 1000][below(3)];
    case 1: return Array.from({ length: below(4) }, () => units[below(units.length)]).join('');
    case 2: return (2n ** BigInt(below(300)) + BigInt(below(3))) * (below(2) === 0 ? 1n : -1n);
    case 3: return BigInt(below(512) - 256);
    case 4: return below(2) === 0;
    case 5: return [null, undefined][below(2)];
    default: return `${below(100)}`;
  }
};
const typeOrder = ['boolean', 'number', 'bigint', 'string', 'null', 'undefined'];
const typeOf = key => typeOrder.indexOf(key === null ? 'null' : typeof key);
const compare = (a, b) => {
  const types = typeOf(a) - typeOf(b);
  if (types !== 0) return types;
  if (typeof a === 'number') {
    if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
    if (Number.isNaN(b)) return -1;
  }
  return a < b ? -1 : a > b ? 1 : 0;
};
const shown = key => (typeof key === 'string' ? JSON.stringify(key) : typeof key === 'bigint' ? `${key}n` : `${key}`);

const store = makeStore('key');
let model = [];
const find = key => model.findIndex(entry => compare(entry[0], key) === 0);
const differences = () => {
  const got = [...store.entries()].map(([key, value]) => `${shown(key)}:${value}`).join();
  const want = model.map(([key, value]) => `${shown(key === 0 ? 0 : key)}:${value}`).join();
  return got === want && store.getSize() === model.length ? 'none' : `got ${got}, want ${want}`;
};
export const buildRootObject = () => Far('root', {
  change(firstSeed, count) {
    seed = firstSeed;
    for (let n = 0; n < count; n += 1) {
      const key = randomKey();
      const at = find(key);
      if (store.has(key) !== (at >= 0)) return `has ${shown(key)} is ${at < 0}`;
      if (at < 0) {
        store.init(key, n);
        model = [...model, [key, n]].sort((a, b) => compare(a[0], b[0]));
      } else if (below(2) === 0) {
        store.set(key, n);
        model[at][1] = n;
      } else {
        if (store.get(key) !== model[at][1]) return `${shown(key)} has another value`;
        store.delete(key);
        model.splice(at, 1);
      }
    }
    return differences();
  },
  differences,
});
)js";

TEST(StoreKeysProperty, KeysOfEveryTypeKeepTheirOrderAndTheirValues) {
  VatLimits limits;
  limits.cacheBytesMax = 3000;
  for (const char* seed : {"1", "22", "333", "4444", "55555", "666666"}) {
    TestVat vat(kProgram, limits);
    ASSERT_THAT(vat.start(), ElementsAre());
    for (int crank = 0; crank < 4; ++crank) {
      ASSERT_THAT(vat.call("change", {seed, "60"}), ElementsAre("= none")) << "seed " << seed;
      ASSERT_THAT(vat.call("differences"), ElementsAre("= none")) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace keeve::liveslots::testing
