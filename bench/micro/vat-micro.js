// What bench/micro/vat_micro.cc calls, each with how often.
const makeCounter = makeKind(function counter(state) {
  return {
    init(name) {
      state.counter = 0;
      state.name = name;
      state.data = null;
    },
    self: {
      get: k => {
        let sum = 0;
        for (let i = 0; i < k; i += 1) sum += state.counter;
        return sum;
      },
      set(k) {
        for (let i = 0; i < k; i += 1) state.counter = i;
      },
      keep(data) {
        state.data = data;
      },
    },
  };
});

export const buildRootObject = () => {
  const counter = makeCounter('one');
  const kept = makeStore('name');
  const marks = makeWeakStore('mark');
  const counters = [];
  return Far('root', {
    nothing() {},
    get: k => counter.get(k),
    set: k => counter.set(k),
    make(k) {
      for (let i = 0; i < k; i += 1) makeCounter('c');
    },
    fill(k) {
      for (let i = 0; i < k; i += 1) {
        counters.push(makeCounter('c'));
        kept.init(i, counters[i]);
        marks.init(counters[i], i);
      }
    },
    storeGet(k) {
      for (let i = 0; i < k; i += 1) kept.get(i);
    },
    weakGet(k) {
      for (let i = 0; i < k; i += 1) marks.get(counters[i]);
    },
    writeNumbers(k, by) {
      for (let i = 0; i < k; i += 1) counters[i].set(1 + by);
    },
    writeRecords(k, n) {
      for (let i = 0; i < k; i += 1) counters[i].keep({ a: n, b: 'text', c: true, d: null, e: [1, 2], f: 'more', g: 0.5, h: i });
    },
    take(list) {
      return list.length;
    },
  });
};
