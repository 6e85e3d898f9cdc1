// §4.4 bringing back an object that refers to a thousand others brings back none of them
//$ run
//$ call main head
//> ["head",1]
//$ call main tenth
//> 10

let kits = 0;
const makeLeaf = makeKind(function leaf(state) {
  kits += 1;
  return { init(n) { state.n = n; }, self: { n() { return state.n; } } };
});
const makeHead = makeKind(function head(state) {
  kits += 1;
  return {
    init(leaves) {
      state.name = 'head';
      state.leaves = leaves;
    },
    self: {
      tag() { return 'head'; },
      leaf(n) { return state.leaves[n]; },
    },
  };
});
const kept = makeStore('name');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      kept.init('it', makeHead(Array.from({ length: 1000 }, (_, n) => makeLeaf(n))));
    },
    head() {
      return [kept.get('it').tag(), kits];
    },
    tenth() {
      return kept.get('it').leaf(10).n();
    },
  });
