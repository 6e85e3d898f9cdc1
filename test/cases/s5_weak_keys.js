// §5.1 keys of a weak store are objects of any sort, by identity
//$ run
//> instance: 0 true
//> remotable: 1 true
//> far function: 2 true
//> promise: 3 true
//> record: 4 true
//> array: 5 true
//> function: 6 true
//> map: 7 true
//> store: 8 true
//> root-like: 9 true
//> an equal record is another key: false
//> after deleting: none left

const makeThing = makeKind(function thing(state) {
  return { init() { state.n = 0; }, self: {} };
});
const keys = {
  instance: makeThing(),
  remotable: Far('remotable', { go() {} }),
  'far function': Far('doubler', x => x * 2),
  promise: Promise.resolve(1),
  record: { a: 1 },
  array: [1],
  function: () => 1,
  map: new Map(),
  store: makeStore('inner'),
  'root-like': { method() {} },
};
const store = makeWeakStore('object');
Object.values(keys).forEach((key, n) => store.init(key, n));
for (const [label, key] of Object.entries(keys)) {
  console.log(`${label}: ${store.get(key)} ${store.has(key)}`);
}
console.log(`an equal record is another key: ${store.has({ a: 1 })}`);
for (const key of Object.values(keys)) {
  store.delete(key);
}
console.log(`after deleting: ${Object.values(keys).filter(key => store.has(key)).join() || 'none left'}`);
