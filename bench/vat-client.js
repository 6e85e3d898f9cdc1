// The vat that sends: k messages in flight to the measured vat, all answered before it answers.
export const buildRootObject = () => {
  let target;
  const all = (k, send) => Promise.all(Array.from({ length: k }, send));
  return Far('root', {
    bootstrap: vats => {
      target = vats.target;
    },
    pings: async k => void (await all(k, () => E(target).ping())),
    incs: async k => {
      const counter = await E(target).getCounter(0);
      await all(k, () => E(counter).inc());
    },
    // One at a time.
    pingOne: async k => {
      for (let i = 0; i < k; i += 1) await E(target).ping();
    },
  });
};
