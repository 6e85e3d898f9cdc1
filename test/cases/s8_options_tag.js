// §8.4 §3.4 kinds are found by the tag in force, whatever the name of the function
//$ run
//> [object Alleged: pot] 5
//$ run
//> [object Alleged: pot] 5

const kept = makeStore('name');
const makeIt = makeKind(state => ({ init(n) { state.n = n; }, self: { n() { return state.n; } } }), { tag: 'pot', version: 1 });
if (!kept.has('it')) {
  kept.init('it', makeIt(5));
}
console.log(`${kept.get('it')} ${kept.get('it').n()}`);
