// §2 shadowing by assignment works on what inherits from every common prototype
//$ run
//> refused: none
//> changed for all: none

class Special extends TypeError {}
class Stack extends Array {}
const holders = {
  function: () => () => {},
  promise: () => Promise.resolve(),
  map: () => new Map(),
  set: () => new Set(),
  regexp: () => /x/,
  date: () => new Date(0),
  'derived error': () => new Special('x'),
  'derived array': () => new Stack(),
  'made of a prototype': () => Object.create(Array.prototype),
};
// What V8 watches stays a data property, over which assignment throws (docs/hardening.md).
const watched = new Set([
  'promise.constructor', 'promise.then', 'regexp.toString', 'regexp.constructor', 'regexp.exec', 'made of a prototype.constructor',
]);
const names = ['toString', 'constructor', 'then', 'catch', 'get', 'has', 'exec', 'push', 'map', 'valueOf', 'message'];
const refused = [];
const changed = [];
for (const [label, make] of Object.entries(holders)) {
  for (const name of names.filter(one => !watched.has(`${label}.${one}`))) {
    const holder = make();
    const before = make()[name];
    try {
      holder[name] = 'shadow';
      if (holder[name] !== 'shadow') refused.push(`${label}.${name} kept its value`);
      if (make()[name] !== before) changed.push(`${label}.${name}`);
    } catch (error) {
      refused.push(`${label}.${name}: ${error.message}`);
    }
  }
}
console.log(`refused: ${refused.join() || 'none'}`);
console.log(`changed for all: ${changed.join() || 'none'}`);
