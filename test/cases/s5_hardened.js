// §5 stores are hardened, with just their methods, and the methods work without their store
//$ run
//> strong: true true
//> weak: true true
//> missing: none
//> a weak store has no keys: true
//> bare methods: 1 true
//> replacing a method: TypeError

const strong = makeStore('name');
const weak = makeWeakStore('object');
console.log(`strong: ${Object.isFrozen(strong)} ${Object.isFrozen(strong.get)}`);
console.log(`weak: ${Object.isFrozen(weak)} ${Object.isFrozen(weak.get)}`);
const common = ['has', 'init', 'set', 'get', 'delete'];
const missing = [...common, 'keys', 'values', 'entries', 'getSize'].filter(name => typeof strong[name] !== 'function');
console.log(`missing: ${[...missing, ...common.filter(name => typeof weak[name] !== 'function')].join() || 'none'}`);
console.log(`a weak store has no keys: ${['keys', 'values', 'entries', 'getSize'].every(name => !(name in weak))}`);
const { init, get, has } = strong;
init('a', 1);
console.log(`bare methods: ${get('a')} ${has('a')}`);
try {
  strong.get = () => 2;
} catch (error) {
  console.log(`replacing a method: ${error.name}`);
}
