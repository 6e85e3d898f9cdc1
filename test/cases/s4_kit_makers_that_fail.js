// §4.5, §4.6 a kit maker that throws may have kept its state, and one whose self runs code while it is hardened may be asked
// for the same object again: there is one object all the same
//$ run
//> made
//$ run
//> failed: not yet
//> 42 42
//> same true, others true true true true
const kept = [];
let fails = 1;
const makeKept = makeKind(function kept1(state) {
  kept.push(state);
  if (kept.length > 0 && state.n === 1 && fails > 0) {
    fails -= 1;
    throw Error('not yet');
  }
  return { init(n) { state.n = n; }, self: { n: () => state.n, set(n) { state.n = n; } } };
});
let others = [];
let store;
let reads = 0;
const makeOther = makeKind(function other(state) {
  return { init(n) { state.n = n; }, self: { n: () => state.n } };
});
const makeOdd = makeKind(function odd(state) {
  const traps = {
    ownKeys(target) {
      if (reads < 1 && store !== undefined && store.has('odd')) {
        reads += 1;
        others.push(store.get('odd'));
      }
      if (store !== undefined && others.length < 4) others.push(makeOther(1), makeOther(2));
      return Reflect.ownKeys(target);
    },
  };
  return { init(n) { state.n = n; }, self: { extra: new Proxy({}, traps), n: () => state.n } };
});

export const buildRootObject = (_powers, _parameters, baggage) => {
  if (!baggage.has('store')) {
    store = makeStore('name');
    baggage.init('store', store);
    store.init('kept', makeKept(1));
    store.init('odd', makeOdd(7));
    console.log('made');
    return Far('root', {});
  }
  store = baggage.get('store');
  try {
    store.get('kept');
  } catch (error) {
    console.log('failed:', error.message);
  }
  const object = store.get('kept');
  kept[0].n = 42;
  console.log(object.n(), kept.at(-1).n);
  object.set(1);
  const odd = store.get('odd');
  const made = others.filter(it => it.n() !== 7);
  const back = makeStore('place');
  made.forEach((it, i) => back.init(i, it));
  for (let i = 0; i < 50; i += 1) makeOther(i);
  console.log(`same ${others.filter(it => it.n() === 7).every(it => it === odd)}, others`,
    ...made.map((it, i) => back.get(i) === it));
  return Far('root', {});
};
