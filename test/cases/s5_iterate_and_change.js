// §5.7 adding and deleting during iteration: what is deleted before it is reached is not seen, and nothing twice
//$ run
//> deleting each as it comes: 0,1,2,3,4,5,6,7,8,9 left 0
//> deleting what is ahead: 0,2,4,6,8
//> deleting what is behind: 0,1,2,3,4,5,6,7,8,9
//> adding behind: 0,1,2,3,4,5,6,7,8,9 size 20
//> adding ahead ends, nothing twice: true
//> changing values: 0,1,2,30
//> deleted and added again: 0,1,2 once
//> two at once: 0.0,0.1,1.0,1.1
//> stopped early: 0,1

const filled = (count = 10) => {
  const store = makeStore('n');
  for (let n = 0; n < count; n += 1) {
    store.init(n, n);
  }
  return store;
};
const walk = (store, act) => {
  const seen = [];
  for (const key of store.keys()) {
    seen.push(key);
    act(key, seen);
  }
  return seen;
};
let store = filled();
console.log(`deleting each as it comes: ${walk(store, key => store.delete(key))} left ${store.getSize()}`);
store = filled();
console.log(`deleting what is ahead: ${walk(store, key => store.has(key + 1) && store.delete(key + 1))}`);
store = filled();
console.log(`deleting what is behind: ${walk(store, key => key > 0 && store.delete(key - 1))}`);
store = filled();
console.log(`adding behind: ${walk(store, key => store.init(-1 - key, 0))} size ${store.getSize()}`);
store = filled();
const ahead = walk(store, key => key < 100 && store.init(key + 1000, 0));
console.log(`adding ahead ends, nothing twice: ${new Set(ahead).size === ahead.length}`);
store = filled(4);
const values = [];
for (const value of store.values()) {
  values.push(value);
  if (value === 1) {
    store.set(3, 30);
  }
}
console.log(`changing values: ${values}`);
store = filled(3);
const again = walk(store, key => {
  store.delete(key);
  store.init(key, key);
});
console.log(`deleted and added again: ${again} ${new Set(again).size === again.length ? 'once' : 'twice'}`);
store = filled(2);
const pairs = [];
for (const a of store.keys()) {
  for (const b of store.keys()) {
    pairs.push(`${a}.${b}`);
  }
}
console.log(`two at once: ${pairs}`);
store = filled();
const early = [];
for (const key of store.keys()) {
  early.push(key);
  if (key === 1) break;
}
console.log(`stopped early: ${early}`);
