// §10 the vat whose object checks the order in which it hears from each way to it
export const buildRootObject = () => {
  const next = new Map();
  const wrong = [];
  let total = 0;
  const thing = Far('thing', {
    hear(way, n) {
      total += 1;
      if (n !== (next.get(way) ?? 0)) wrong.push(`${way}: ${n} after ${next.get(way)}`);
      next.set(way, n + 1);
    },
    me() { return thing; },
    async meLater() { await null; return thing; },
  });
  return Far('target', {
    thing: () => thing,
    async thingLater(turns) {
      for (let i = 0; i < turns; i += 1) await null;
      return thing;
    },
    thingWhen(promise) { return E.when(promise, () => thing); },
    told() { return { total, wrong }; },
  });
};
