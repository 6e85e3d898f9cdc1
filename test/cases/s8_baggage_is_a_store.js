// §8.3 baggage is a strong store whose contents last: data, objects and stores
//$ run
//> function function 0
//$ call main look
//> [["list","purse","shelf"],[1,{"a":2}],10,"book"]
//$ call main drop
//> 2
//$ call main size
//> 2

const makePurse = makeKind(function purse(state) {
  return { init(n) { state.n = n; }, self: { n() { return state.n; } } };
});

export const buildRootObject = (_powers, _parameters, baggage) =>
  Far('root', {
    bootstrap() {
      console.log(typeof baggage.entries, typeof baggage.init, baggage.getSize());
      const shelf = makeStore('thing');
      shelf.init('first', 'book');
      baggage.init('shelf', shelf);
      baggage.init('purse', makePurse(10));
      baggage.init('list', [1, { a: 2 }]);
    },
    look() {
      return [[...baggage.keys()], baggage.get('list'), baggage.get('purse').n(), baggage.get('shelf').get('first')];
    },
    drop() {
      baggage.delete('purse');
      return baggage.getSize();
    },
    size() {
      return baggage.getSize();
    },
  });
