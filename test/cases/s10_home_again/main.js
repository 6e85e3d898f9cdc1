// §10 the vat that lends an object and sends to it before it is back
const makeCounter = makeKind(function counter(state) {
  return {
    init() { state.count = 0; },
    self: {
      inc() {
        state.count += 1;
        return state.count;
      },
    },
  };
});

export const buildRootObject = () =>
  Far('root', {
    async bootstrap({ lender }) {
      await E(lender).keep(makeCounter());
      console.log(`one send ahead: ${await E(E(lender).giveBack()).inc()}`);
      console.log(`two sends ahead: ${await E(E(E(lender).self()).giveBack()).inc()}`);
      const missing = await E(E(lender).giveBack()).zip().catch(error => error.message);
      console.log(`no such method: ${missing}`);
    },
  });
