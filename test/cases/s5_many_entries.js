// §5.4 a store with many entries is read one at a time and in order, in this incarnation and the next
//$ run
//$ call main fill 20000
//> 20000
//$ call main check
//> [20000,199990000,true]
//$ call main thin
//> 10000
//$ call main check
//> [10000,100000000,true]

const store = makeStore('n');
const weak = makeWeakStore('thing');
const makeThing = makeKind(function thing(state) {
  return { init(n) { state.n = n; }, self: { n() { return state.n; } } };
});

export const buildRootObject = () =>
  Far('root', {
    fill(count) {
      for (let n = count - 1; n >= 0; n -= 1) {
        const thing = makeThing(n);
        store.init(n, thing);
        weak.init(thing, { n });
      }
      return store.getSize();
    },
    thin() {
      for (const key of store.keys()) {
        if (key % 2 === 0) {
          store.delete(key);
        }
      }
      return store.getSize();
    },
    check() {
      let count = 0;
      let sum = 0;
      let before = -1;
      let right = true;
      for (const [key, thing] of store.entries()) {
        right &&= key > before && thing.n() === key && weak.get(thing).n === key;
        before = key;
        count += 1;
        sum += key;
      }
      return [count, sum, right];
    },
  });
