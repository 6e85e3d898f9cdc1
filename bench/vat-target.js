// The measured vat: counters as virtual objects, an index of them, and balances that hang on them.
const makeCounter = makeKind(function counter(state) {
  return {
    init(name) {
      state.counter = 0;
      state.name = name;
    },
    self: {
      inc() {
        state.counter += 1;
      },
      getCount() {
        return state.counter;
      },
    },
  };
});

export const buildRootObject = () => {
  const index = makeStore('index');
  const balances = makeWeakStore('balances');
  let count = index.getSize();
  let seed = 12345;
  const random = limit => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed % limit;
  };
  const times = (k, act) => {
    let sum = 0;
    for (let i = 0; i < k; i += 1) sum += act(i) ?? 0;
    return sum;
  };
  return Far('root', {
    createOnly: k => times(k, i => void makeCounter(`c${i}`)),
    create: k =>
      times(k, () => {
        index.init(count, makeCounter(`c${count}`));
        count += 1;
      }),
    readRandom: k => times(k, () => index.get(random(count)).getCount()),
    incRandom: k => times(k, () => index.get(random(count)).inc()),
    incHot: k => {
      const counter = index.get(0);
      return times(k, () => counter.inc());
    },
    incEach: (from, k) => times(k, i => index.get(from + i).inc()),
    total: (from, k) => times(k, i => index.get(from + i).getCount()),
    weakInit: (k, from = 0) => times(k, i => balances.init(index.get(from + i), { balance: i })),
    weakGet: (k, among) => times(k, () => balances.get(index.get(random(among))).balance),
    getCounter: i => index.get(i),
    ping: () => 1,
  });
};
