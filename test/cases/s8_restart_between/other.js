// §8.3 the vat whose promises and heap objects are held elsewhere
const makeThing = makeKind(function thing(state) {
  return { init() { state.n = 0; }, self: { inc() { state.n += 1; return state.n; } } };
});
const things = makeStore('thing');
const heaps = makeStore('heap');
export const buildRootObject = () => {
  if (!things.has(0)) things.init(0, makeThing());
  const root = Far('other', {
    thing: () => things.get(0),
    heap: () => Far('heap', { say: word => word }),
    pending: () => ({ it: new Promise(() => {}) }),
    settled: () => ({ it: Promise.resolve([things.get(0)]) }),
    refused: () => ({ it: Promise.reject(RangeError('refused')) }),
    never: () => new Promise(() => {}),
    ping: () => 'pong',
    keepOf(it) { heaps.init('of main', it); },
    async askKept() { return E(heaps.get('of main')).say('hello'); },
  });
  return root;
};
