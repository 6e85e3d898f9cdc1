// §2 eval and Function evaluate in the vat's own realm and nothing else
//$ run
//> 3 7 undefined undefined
//> sees the globals: function function
//> its intrinsics are ours: true true true
//> frozen there too: TypeError
//> by an async function's constructor: 12
//> sloppy this: true

console.log(eval('1 + 2'), new Function('a', 'b', 'return a * b')(1, 7), (0, eval)('typeof require'), Function('return typeof process')());
console.log(`sees the globals: ${(0, eval)('typeof makeKind')} ${Function('return typeof E')()}`);
console.log(`its intrinsics are ours: ${(0, eval)('[]') instanceof Array} ${eval('Object') === Object} ${Function('return Promise')() === Promise}`);
try {
  (0, eval)('"use strict"; Array.prototype.push = 1');
} catch (error) {
  console.log(`frozen there too: ${error.name}`);
}
const AsyncFunction = (async () => {}).constructor;
const twelve = await AsyncFunction('x', 'return (await x) + 2')(Promise.resolve(10));
console.log(`by an async function's constructor: ${twelve}`);
console.log(`sloppy this: ${Function('return this')() === globalThis}`);
