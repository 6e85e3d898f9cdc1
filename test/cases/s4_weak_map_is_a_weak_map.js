// §4.6 WeakMap and WeakSet are what they are elsewhere too
//$ run
//> [object WeakMap] WeakMap true 0
//> one,two,3 true
//> set gives the map: true, add the set: true
//> deleting: true false false
//> a primitive: TypeError TypeError false undefined
//> an extension: true both
//> called without new: TypeError
//> on something else: TypeError
//> replaced: again

const makeKey = makeKind(function key(state) {
  return { init() { state.n = 0; }, self: {} };
});
const key = makeKey();
const plain = {};
const map = new WeakMap([[key, 'one'], [plain, 'two']]);
console.log(`${map} ${WeakMap.name} ${map instanceof WeakMap} ${WeakMap.length}`);
map.set(WeakMap, 3);
const set = new WeakSet([key, plain]);
console.log(`${[map.get(key), map.get(plain), map.get(WeakMap)]} ${set.has(key)}`);
console.log(`set gives the map: ${map.set({}, 1) === map}, add the set: ${set.add(key) === set}`);
console.log(`deleting: ${map.delete(key)} ${map.has(key)} ${map.delete(key)}`);
const failure = act => {
  try {
    return act();
  } catch (error) {
    return error.name;
  }
};
console.log(`a primitive: ${failure(() => map.set('x', 1))} ${failure(() => set.add(5))} ${map.has('x')} ${map.get(5)}`);
class Notes extends WeakMap {
  both(object) { return this.has(object) ? 'both' : 'neither'; }
}
const notes = new Notes([[key, 1]]);
console.log(`an extension: ${notes instanceof WeakMap} ${notes.both(key)}`);
console.log(`called without new: ${failure(() => WeakMap())}`);
console.log(`on something else: ${failure(() => WeakMap.prototype.get.call(new Map(), key))}`);
notes.set(key, 'again');
console.log(`replaced: ${notes.get(key)}`);
