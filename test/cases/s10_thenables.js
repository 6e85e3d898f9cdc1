// §10 E sends through promises of any making, and runs nothing of theirs in the same turn
//$ run
//> sent
//> thenable: through
//> thenable that rejects: Error: not today
//> thenable of a thenable: through
//> promise of a class: through, a plain promise
//> promise whose class throws: Error: species
//> promise with a constructor that throws: Error: constructor
//> when: Error: constructor

const target = { method: () => 'through' };
const attempt = async (label, send) => {
  try {
    const result = send();
    const plain = Object.getPrototypeOf(result) === Promise.prototype;
    console.log(`${label}: ${await result}${label.endsWith('class') ? `, a ${plain ? 'plain' : 'special'} promise` : ''}`);
  } catch (error) {
    console.log(`${label}: ${error}`);
  }
};
class Special extends Promise {}
class Broken extends Promise {
  static get [Symbol.species]() {
    throw Error('species');
  }
}
const withConstructor = () => Object.defineProperty(Promise.resolve(target), 'constructor', {
  get() {
    throw Error('constructor');
  },
});
let isSent = false;
const watched = { then: resolve => resolve(isSent ? target : {}) };

const first = E(watched).method();
isSent = true;
console.log('sent');
await attempt('thenable', () => first);
await attempt('thenable that rejects', () => E({ then: (_, reject) => reject(Error('not today')) }).method());
await attempt('thenable of a thenable', () => E({ then: resolve => resolve(watched) }).method());
await attempt('promise of a class', () => E(Special.resolve(target)).method());
await attempt('promise whose class throws', () => E(Broken.resolve(target)).method());
await attempt('promise with a constructor that throws', () => E(withConstructor()).method());
await attempt('when', () => E.when(withConstructor(), () => 'fulfilled'));
