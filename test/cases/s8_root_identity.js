// §8.3 a root keeps its identity: what held it finds the new one under it
//$ run
//> stored: true
//$ call main same
//> [true,true,"pong"]
//$ call main same
//> [true,true,"pong"]

const makeHolder = makeKind(function holder(state) {
  return { init(what) { state.what = what; }, self: { what() { return state.what; } } };
});

export const buildRootObject = (_powers, _parameters, baggage) => {
  const root = Far('root', {
    bootstrap({ main }) {
      baggage.init('root', root);
      baggage.init('holder', makeHolder({ root: main }));
      console.log(`stored: ${main === root}`);
    },
    ping() {
      return 'pong';
    },
    async same() {
      return [baggage.get('root') === root, baggage.get('holder').what().root === root, await E(baggage.get('root')).ping()];
    },
  });
  return root;
};
