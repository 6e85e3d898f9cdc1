// §10 sends to a promise go to whoever it becomes; a broken promise breaks what was sent to it
//$ run
//> down the chain: 3
//> a property of a result: blue
//> a call of a result: 10
//> broken: Error no luck true
//> unsettled at first: late
//> of a promise for a promise: 3

const counter = n => Far('counter', {
  next() { return counter(n + 1); },
  n() { return n; },
  colour() { return { name: 'blue' }; },
  doubler() { return Far('doubler', x => x * 2); },
});
const first = counter(1);
console.log(`down the chain: ${await E(E(E(first).next()).next()).n()}`);
console.log(`a property of a result: ${await E.get(E(first).colour()).name}`);
console.log(`a call of a result: ${await E(E(first).doubler())(5)}`);
const reason = Error('no luck');
await E(E(Promise.reject(reason)).next()).n().catch(error => console.log(`broken: ${error.name} ${error.message} ${error === reason}`));
let settle;
const later = new Promise(resolve => { settle = resolve; });
const word = E(later).word();
settle(Far('late', { word() { return 'late'; } }));
console.log(`unsettled at first: ${await word}`);
console.log(`of a promise for a promise: ${await E(Promise.resolve(Promise.resolve(counter(3)))).n()}`);
