// In front of vat-target.js: what it uses of Keeve, by objects that live in memory alone. They have no identity, are not checked or
// hardened, are never collected while a store has them, and end with the process: what no engine that keeps objects can be faster than.
const makeKind = kitMaker => (...args) => {
  const { init, self } = kitMaker({});
  init(...args);
  return self;
};

const overMap = map => ({
  init(key, value) {
    if (map.has(key)) throw new TypeError('already registered');
    map.set(key, value);
  },
  get(key) {
    const value = map.get(key);
    if (value === undefined) throw new TypeError('not found');
    return value;
  },
  getSize: () => map.size,
});
const makeStore = () => overMap(new Map());
const makeWeakStore = () => overMap(new WeakMap());

