// §5 keys, values and entries are lazy iterables, in key order, hardened values inside
//$ run
//> a,b,c 1,2,3 a=1,b=2,c=3
//> one at a time: {"value":"a","done":false} b
//> then done: true undefined
//> spread twice gives all or nothing twice: true
//> an empty one: 0
//> entries are pairs: true
//> through Map: 2

const store = makeStore('name');
store.init('b', 2);
store.init('a', 1);
store.init('c', 3);
console.log(`${[...store.keys()]} ${[...store.values()]} ${[...store.entries()].map(pair => pair.join('='))}`);
const iterator = store.keys()[Symbol.iterator]();
const { value, done } = iterator.next();
console.log(`one at a time: ${JSON.stringify({ value, done })} ${iterator.next().value}`);
iterator.next();
const last = iterator.next();
console.log(`then done: ${last.done} ${last.value}`);
const keys = store.keys();
const [first, second] = [[...keys].length, [...keys].length];
console.log(`spread twice gives all or nothing twice: ${first === 3 && (second === 3 || second === 0)}`);
console.log(`an empty one: ${[...makeStore('none').entries()].length}`);
console.log(`entries are pairs: ${[...store.entries()].every(entry => Array.isArray(entry) && entry.length === 2)}`);
console.log(`through Map: ${new Map(store.entries()).get('b')}`);
