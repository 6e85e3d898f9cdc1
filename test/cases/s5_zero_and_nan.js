// §5.2 −0 and 0 are one key, NaN is one key
//$ run
//> true true
//> "number" already registered: 0
//> zero nan
//> 2

const store = makeStore('number');
store.init(0, 'zero');
store.init(NaN, 'nan');
console.log(store.has(-0), store.has(NaN));
try {
  store.init(-0, 'minus zero');
} catch (error) {
  console.log(error.message);
}
console.log(store.get(-0), store.get(0 / 0));
console.log(store.getSize());
