// A small vat with a durable object: one of very many.
const makeTally = makeKind(function tally(state) {
  return {
    init() {
      state.count = 0;
    },
    self: {
      add(n) {
        state.count += n;
        return state.count;
      },
    },
  };
});

export const buildRootObject = (powers, parameters, baggage) => {
  if (!baggage.has('tally')) baggage.init('tally', makeTally());
  return Far('root', { add: n => baggage.get('tally').add(n) });
};
