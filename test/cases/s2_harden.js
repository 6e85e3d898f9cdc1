// §2 harden freezes what it can reach and returns it: prototypes, accessors' functions, symbols, cycles; no getter is run
//$ run
//> same: true, frozen: true true true
//> accessors: true true, ran 0 times
//> symbol keyed: true
//> cycles end: true
//> primitives come back: 5 x undefined null
//> functions: true true
//> typed arrays stay usable: 7
//> a class: true true
//> twice is once: true

const inner = { list: [{ leaf: {} }] };
const outer = { inner };
console.log(`same: ${harden(outer) === outer}, frozen: ${Object.isFrozen(outer)} ${Object.isFrozen(inner.list)} ${Object.isFrozen(inner.list[0].leaf)}`);

let ran = 0;
const tricky = { get x() { ran += 1; return {}; } };
harden(tricky);
const { get } = Object.getOwnPropertyDescriptor(tricky, 'x');
console.log(`accessors: ${Object.isFrozen(tricky)} ${Object.isFrozen(get)}, ran ${ran} times`);

const hidden = {};
harden({ [Symbol('s')]: hidden });
console.log(`symbol keyed: ${Object.isFrozen(hidden)}`);

const loop = { a: {} };
loop.a.back = loop;
console.log(`cycles end: ${Object.isFrozen(harden(loop).a)}`);
console.log('primitives come back:', harden(5), harden('x'), harden(undefined), harden(null));

function f() {}
f.extra = {};
harden(f);
console.log(`functions: ${Object.isFrozen(f)} ${Object.isFrozen(f.extra)}`);

const bytes = new Uint8Array(2);
harden({ bytes });
bytes[0] = 7;
console.log(`typed arrays stay usable: ${bytes[0]}`);

class Point { move() {} }
harden(Point);
console.log(`a class: ${Object.isFrozen(Point)} ${Object.isFrozen(Point.prototype.move)}`);
console.log(`twice is once: ${harden(outer) === outer}`);
