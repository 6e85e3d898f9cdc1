// §5.2 keys of different types never meet, and what is no key is refused
//$ run
//> number,bigint,string,boolean,string,undefined,string,null,string
//> record: refused
//> array: refused
//> symbol: refused
//> function: refused
//> promise: refused
//> map: refused
//> size still 9

const store = makeStore('key');
const keys = [1, 1n, '1', true, 'true', undefined, 'undefined', null, 'null'];
for (const key of keys) {
  store.init(key, key === null ? 'null' : typeof key);
}
console.log(keys.map(key => store.get(key)).join());
const bad = { record: {}, array: [], symbol: Symbol.for('s'), function: () => 1, promise: Promise.resolve(), map: new Map() };
for (const [label, key] of Object.entries(bad)) {
  try {
    store.init(key, 1);
    console.log(`${label}: taken`);
  } catch {
    console.log(`${label}: refused`);
  }
}
console.log(`size still ${store.getSize()}`);
