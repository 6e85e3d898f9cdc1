const makeDecided = () => {
  let settle;
  const promise = new Promise(resolve => {
    settle = resolve;
  });
  return { promise, settle };
};

export const buildRootObject = (_powers, _parameters, baggage) => {
  const root = Far('root', {
    async bootstrap({ echo }) {
      const pending = makeDecided().promise;
      const [one, other] = await E(echo).echo([pending, pending]);
      console.log(`pending: ${one === pending} ${other === pending}`);

      const later = makeDecided();
      const [arrived] = await E(echo).echo([later.promise]);
      later.settle(root);
      console.log(`settled later: ${(await arrived) === root}`);

      const itself = makeDecided();
      await E(echo).echo([itself.promise]);
      itself.settle([itself.promise]);
      const [found] = await E(echo).echo(itself.promise);
      console.log(`in its own value: ${(await found)[0] === found}`);

      baggage.init('result', E(echo).echo(7));
      baggage.init('never', E(echo).never());
      console.log(`stored: ${await baggage.get('result')}`);
    },
    stored: async () => [await baggage.get('result'), await baggage.get('never').catch(error => error.message)],
  });
  return root;
};
