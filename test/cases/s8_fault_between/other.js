// §8.3 the vat that is stopped
const makeThing = makeKind(function thing(state) {
  return { init() { state.n = 0; }, self: { inc() { state.n += 1; return state.n; } } };
});
export const buildRootObject = () => {
  let settle;
  return Far('other', {
    thing: () => makeThing(),
    heap: () => Far('heap', { say: word => word }),
    pending: () => ({ it: new Promise(resolve => { settle = resolve; }) }),
    result: () => new Promise(() => {}),
    spin(thing) { if (thing) E(thing).inc(); for (;;); },
    settle(it) { settle?.(it); return settle !== undefined; },
    ping: () => 'pong',
  });
};
