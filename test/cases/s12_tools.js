// §12 vats, kinds, objects, show and stats look at a store without changing anything
//$ run
//> made
//$ vats
//: main
//$ kinds
//: purse
//: teapot
//$ objects
//: purse
//$ objects purse
//: purse
//$ stats
//: objects
//$ check
//:
//$ call main total
//> 60

const purses = makeStore('name');
const makePurse = makeKind(function purse(state) {
  return { init(n) { state.balance = n; }, self: { balance() { return state.balance; } } };
});
const makePot = makeKind(function teapot(state) {
  return { init() { state.full = true; }, self: { full() { return state.full; } } };
});

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      for (const n of [10, 20, 30]) {
        purses.init(n, makePurse(n));
      }
      purses.init('pot', makePot());
      console.log('made');
    },
    total() {
      let total = 0;
      for (const n of [10, 20, 30]) total += purses.get(n).balance();
      return total;
    },
  });
