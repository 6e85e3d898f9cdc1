// §3 when an object is brought back its kit maker can read its state, and use other objects
//$ run
//> undefined, then 5
//$ call main look
//> [5,"partner of 5"]

const kept = makeStore('name');
const makePartner = makeKind(function partner(state) {
  return { init(of) { state.of = of; }, self: { name() { return `partner of ${state.of}`; } } };
});
const makeThing = makeKind(function thing(state) {
  const atStart = state.n;
  const partnerName = state.partner?.name();
  return {
    init(n) {
      state.n = n;
      state.partner = makePartner(n);
    },
    self: {
      n() { return state.n; },
      atStart() { return atStart; },
      partnerName() { return partnerName; },
    },
  };
});

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      const thing = makeThing(5);
      kept.init('it', thing);
      console.log(`${thing.atStart()}, then ${thing.n()}`);
    },
    look() {
      return [kept.get('it').atStart(), kept.get('it').partnerName()];
    },
  });
