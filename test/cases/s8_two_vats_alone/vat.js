// §8.4 two vats of one source: names and turns count for each vat by itself
const kept = makeStore('name');
const makeThing = makeKind(function thing(state) {
  return { init(n) { state.n = n; }, self: { n() { return state.n; } } };
});

export const buildRootObject = (_powers, { n }, baggage) =>
  Far('root', {
    put() {
      kept.init('it', makeThing(n));
      baggage.init('n', n);
      return n;
    },
    look() {
      return [kept.get('it').n(), baggage.get('n'), kept.getSize()];
    },
  });
