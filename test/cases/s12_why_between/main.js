export const buildRootObject = (_powers, _parameters, baggage) =>
  Far('root', {
    async bootstrap({ bank }) {
      baggage.init('my own', await E(bank).makePurse());
      console.log('made');
    },
  });
