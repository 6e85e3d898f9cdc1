// §4.4 reading a property twice in one crank gives the same value, whatever it is
//$ run
//> record: true, list: true, instance: true, promise: true, store: true
//> after assignment: true
//> inner: true
//$ call main again
//> [true,true,true,true,true]
//$ call main numbers
//> [true,true,true]

const makeInner = makeKind(function inner(state) {
  return { init() { state.n = 1; }, self: { n() { return state.n; } } };
});
const makeHolder = makeKind(function holder(state) {
  return {
    init() {
      state.record = { a: { b: 1 } };
      state.list = [1, [2]];
      state.instance = makeInner();
      state.store = makeStore('key');
      state.promise = Promise.resolve(1);
      state.nan = NaN;
      state.minusZero = -0;
      state.huge = 2n ** 100n;
    },
    self: {
      same(name) { return state[name] === state[name]; },
      inner() { return state.record.a === state.record.a; },
      put(record) {
        state.record = record;
        return state.record === state.record;
      },
      numbers() { return [Number.isNaN(state.nan), Object.is(state.minusZero, -0), state.huge === 2n ** 100n]; },
    },
  };
});
const kept = makeStore('name');
const names = ['record', 'list', 'instance', 'promise', 'store'];

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      const holder = makeHolder();
      kept.init('it', holder);
      console.log(names.map(name => `${name}: ${holder.same(name)}`).join(', '));
      console.log(`after assignment: ${holder.put({ a: { b: 2 } })}`);
      console.log(`inner: ${holder.inner()}`);
    },
    again() {
      return names.map(name => kept.get('it').same(name));
    },
    numbers() {
      return kept.get('it').numbers();
    },
  });
