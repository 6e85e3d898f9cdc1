// §2 console.log formats strings, keys, numbers and nested data as Node does
//$ run
//> a'b "quoted" line
//> second line
//> [ "a'b", 'say "x"', `both ' and "`, 'new\nline', 'tab\t', '\\' ]
//> { '3': 4, 'a b': 1, c_d: 2, 'é': 5, '': 6, '$': 7 }
//> { a: { b: { c: [Object] } } }
//> { a: { b: { c: {} } } }
//> [ [ [ [Array] ] ] ]
//> [ undefined, null, NaN, -0, 0, Infinity, 10n, true ]
//> [ <1 empty item>, 2, <2 empty items> ]
//> [ 1, 2, more: 'three' ]
//> [Function: named] [Function (anonymous)] [class Point] [class Dot extends Point] [AsyncFunction: later]
//> { f: [Function: f], g: [Function: arrow] }
//> Symbol(plain) Symbol(Symbol.iterator) { [Symbol(key)]: 'value' }
//> Point { x: 1, y: 2 } Dot {}
//> [Object: null prototype] { a: 1 }
//> { read: [Getter], write: [Setter], both: [Getter/Setter] }
//> Map(2) { 'a' => 1, { k: 2 } => [ 3 ] } Set(2) { 1, 'b' } Map(0) {}
//> <ref *1> { name: 'loop', self: [Circular *1] }
//> 1970-01-01T00:00:00.000Z /re+/gi [String: 'boxed'] [Number: 3]
//> Uint8Array(3) [ 1, 2, 3 ]

console.log('a\'b "quoted" line\nsecond line');
console.log(["a'b", 'say "x"', 'both \' and "', 'new\nline', 'tab\t', '\\']);
console.log({ 'a b': 1, c_d: 2, '3': 4, 'é': 5, '': 6, $: 7 });
console.log({ a: { b: { c: { d: 1 } } } });
console.log({ a: { b: { c: {} } } });
console.log([[[[1]]]]);
console.log([undefined, null, NaN, -0, 0, Infinity, 10n, true]);
console.log([, 2, , ,]);
console.log(Object.assign([1, 2], { more: 'three' }));
class Point { constructor(x, y) { if (x) { this.x = x; this.y = y; } } }
class Dot extends Point {}
console.log(function named() {}, (() => () => {})(), Point, Dot, async function later() {});
const arrow = () => {};
console.log({ f() {}, g: arrow });
console.log(Symbol('plain'), Symbol.iterator, { [Symbol('key')]: 'value' });
console.log(new Point(1, 2), new Dot());
console.log(Object.assign(Object.create(null), { a: 1 }));
console.log({ get read() { return 1; }, set write(_) {}, get both() { return 1; }, set both(_) {} });
console.log(new Map([['a', 1], [{ k: 2 }, [3]]]), new Set([1, 'b']), new Map());
const loop = { name: 'loop' };
loop.self = loop;
console.log(loop);
console.log(new Date(0), /re+/gi, Object('boxed'), Object(3));
console.log(new Uint8Array([1, 2, 3]));
