// §2 what only for await and yield* reach is frozen too, and vat code cannot get at it to change it
//$ run
//> 1 2 3
//> async: 1 2
//> string: a b
//> changed: none

const changed = [];
const attempt = (label, object, name) => {
  if (object === null || object === undefined) return;
  try {
    Object.defineProperty(object, name, { value: () => ({ done: true }) });
    changed.push(label);
  } catch {
    // as it should be
  }
};
const proto = Object.getPrototypeOf;
async function* fromSync() {
  yield* [1, 2];
}
function* some() {
  yield* [1, 2, 3];
}
attempt('array iterator', proto([][Symbol.iterator]()), 'next');
attempt('string iterator', proto(''[Symbol.iterator]()), 'next');
attempt('generator', proto(proto(some())), 'next');
attempt('async generator', proto(proto(fromSync())), 'next');
attempt('async iterator', proto(proto(proto(fromSync()))), Symbol.asyncIterator);
attempt('array iteration', Array.prototype, Symbol.iterator);
attempt('regexp iterator', proto(''.matchAll(/x/g)), 'next');
attempt('species', Array, Symbol.species);
attempt('promise', Promise.prototype, 'then');
attempt('template', proto(((strings) => strings)`x`), 'join');
console.log([...some()].join(' '));
const found = [];
for await (const n of fromSync()) found.push(n);
console.log(`async: ${found.join(' ')}`);
console.log(`string: ${[...'ab'].join(' ')}`);
console.log(`changed: ${changed.join() || 'none'}`);
