// §5 §6 a strong store holds promises and objects of the heap as values for the life of the incarnation
//$ run
//> true true later
//> deleted and set: 5

const store = makeStore('name');
let settle;
const promise = new Promise(resolve => { settle = resolve; });
const lamp = { shine() { return 'light'; } };
store.init('promise', promise);
store.init('lamp', { lamp });
settle('later');
console.log(`${store.get('promise') === promise} ${store.get('lamp').lamp === lamp} ${await store.get('promise')}`);
store.set('promise', 5);
console.log(`deleted and set: ${store.get('promise')}`);
