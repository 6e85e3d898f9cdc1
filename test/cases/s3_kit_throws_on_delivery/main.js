let isSpoilt = false;
const makeThing = makeKind(function thing(state) {
  if (isSpoilt) throw Error('no kit today');
  return {
    init() {
      state.n = 1;
    },
    self: {
      count: () => state.n,
    },
  };
});

export const buildRootObject = (_powers, _parameters, baggage) => {
  const keeper = () => E(baggage.get('keeper'));
  const root = Far('root', {
    async bootstrap(vats) {
      baggage.init('keeper', vats.keeper);
      await keeper().keep(makeThing(), vats.main);
    },
    use: () => keeper().use(),
    take: () => keeper().giveBack(),
    give: () => keeper().passOn(),
    accept: thing => `accepted ${thing}`,
    async spoilt(name) {
      isSpoilt = true;
      const reason = await E(root)[name]().catch(error => error);
      return `${reason}`;
    },
  });
  return root;
};
