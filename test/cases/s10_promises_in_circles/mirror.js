// §10 the vat that looks at promises which hold each other
const walk = async (promise, steps) => {
  let at = promise;
  for (let i = 0; i < steps; i += 1) [at] = await at;
  return at;
};
const kept = makeStore('kept');
export const buildRootObject = () => {
  let settlers;
  return Far('mirror', {
    async isCircle(a, b) { return (await a)[0] === b && (await b)[0] === a; },
    async walks(a, steps) { await walk(a, steps); return 'walked'; },
    async isItself(a) { return (await a)[0] === a; },
    make() {
      let resolveA;
      let resolveB;
      const a = new Promise(resolve => { resolveA = resolve; });
      const b = new Promise(resolve => { resolveB = resolve; });
      settlers = [() => resolveA([b]), () => resolveB([a])];
      return [a, b];
    },
    settle(n) { settlers[n](); },
    keep(a) { kept.init('a', a); },
    async keptWalks() { await walk(kept.get('a'), 20); return 'kept'; },
  });
};
