// §10 E, E.get, E.sendOnly, E.when and HandledPromise in their forms
//$ run
//> promises: true true true undefined
//> get: 5 undefined
//> when without handlers: 1
//> when with a rejection: handled no
//> when on a value: 4
//> sendOnly throws to nobody
//> symbols: ok
//> a promise of a HandledPromise: true 9
//> this is the target: true
//> E on a kept proxy: 1 2

const target = {
  five: 5,
  method() { return this === target; },
};
const far = Far('far', {
  me() { return this === far; },
  fail() { throw Error('into the void'); },
  [Symbol.asyncIterator]() { return 'ok'; },
});
console.log(`promises: ${E(far).me() instanceof Promise} ${E.get(target).five instanceof Promise} ${E.when(1) instanceof Promise} ${E.sendOnly(far).me()}`);
console.log(`get: ${await E.get(target).five} ${await E.get(target).six}`);
console.log(`when without handlers: ${await E.when(Promise.resolve(1))}`);
console.log(`when with a rejection: ${await E.when(Promise.reject(Error('no')), undefined, error => `handled ${error.message}`)}`);
console.log(`when on a value: ${await E.when(2, x => x * 2)}`);
E.sendOnly(far).fail();
await null;
await null;
console.log('sendOnly throws to nobody');
console.log(`symbols: ${await E(far)[Symbol.asyncIterator]()}`);
const handled = new HandledPromise(resolve => resolve(9));
console.log(`a promise of a HandledPromise: ${handled instanceof Promise} ${await handled}`);
console.log(`this is the target: ${await E(far).me()}`);
const proxy = E(Far('counter', { n(x) { return x; } }));
console.log(`E on a kept proxy: ${await proxy.n(1)} ${await proxy.n(2)}`);
