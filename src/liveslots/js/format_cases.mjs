// Expressions that the console formatter is held to: written by hand, and made at random from plain data. Each is the text
// of the arguments of one console.log(), on one line.

export const cases = [
  // primitives, alone and in objects
  '',
  "'plain', 1, 2.5, -0, 0, true, false, null, undefined, 10n, -10n",
  '[0, -0, 1.5, 1e21, 1e-7, NaN, Infinity, -Infinity, 0.1 + 0.2, 123456789012345]',
  '[10n, -10n, 0n, 123456789012345678901234567890n]',
  "Symbol('x'), Symbol(), Symbol.iterator, Symbol.for('registered')",
  "[Symbol('x'), Symbol(''), Symbol('it\\'s'), Symbol('line\\nbreak')]",
  '[true, false, null, undefined]',
  // strings
  "''",
  "['']",
  "'it is'",
  `["it's", 'say "hi"', 'it\\'s "both"', 'it\\'s "all" \`three\`', 'a \${template} it\\'s "x"', '\`']`,
  "['\\0\\x01\\x07\\b\\t\\n\\v\\f\\r\\x1b\\x7f\\x80\\x9f\\xa0\\\\']",
  "['\\ud83d', '\\ude00', '\\ud83d\\ude00', 'a\\ud83db', '\\ude00\\ud83d']",
  "['caf\\u00e9', '\\u6f22\\u5b57', '\\ud83d\\ude00', 'e\\u0301']",
  "'several\\nlines'",
  "['several\\nlines']",
  "['several\\nlines of a text that is long enough to be broken where the lines end, as it is here\\nand here\\n']",
  "{ text: 'first line of a text that is long enough to be broken\\nsecond line of that text, as long as that\\n\\nlast' }",
  "{ deep: { deeper: { text: 'first line of a text that is long enough\\nsecond line of that text, as long' } } }",
  "['x'.repeat(9999), 1]",
  "['x'.repeat(10001)]",
  "['x'.repeat(10050)]",
  "'x'.repeat(300)",
  "{ a: 'x'.repeat(60), b: 'y'.repeat(10) }",
  "{ a: 'x'.repeat(56), b: 'y'.repeat(4) }",
  // names
  "{ a: 1, b_c: 2, _d: 3, 'e-f': 4, '1a': 5, 7: 6, '': 7, $: 8, 'a b': 9, '\\u00e9': 10, 'it\\'s': 11 }",
  "{ [Symbol('key')]: 1, [Symbol.iterator]: 2, [Symbol('it\\'s')]: 3, [Symbol()]: 4 }",
  "JSON.parse('{\"__proto__\": 1}')",
  "Object.defineProperty({ a: 1 }, 'hidden', { value: 2 })",
  "{ 'line\\nbreak': 1 }",
  // records
  '{}',
  '{ a: 1 }',
  "{ a: 1, b: { c: 'd' }, 'e-f': undefined }",
  '{ a: { b: { c: {} } } }',
  '{ a: { b: { c: { d: 1 } } } }',
  '{ a: { b: { c: [] } } }',
  '{ a: { b: { c: [1] } } }',
  '{ a: { b: { c: new Map([[1, 2]]), d: new Set([1]), e: () => {}, f: /x/, g: new Date(0) } } }',
  '[[[[1]]]]',
  '[[[[]]]]',
  '[[[{}]]]',
  '{ a: [{ b: { c: 1 } }] }',
  "{ first: 'aaaaaaaaaaaaaaaaaaaa', second: 'bbbbbbbbbbbbbbbbbbbb', third: 'cccccccccccccccc' }",
  "{ first: 'aaaaaaaaaaaaaaaaaaaa', second: 'bbbbbbbbbbbbbbbbbbbb', third: 'ccccccccccccccccc' }",
  '{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, k: 11, l: 12, m: 13, n: 14, o: 15, p: 16 }',
  'Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`name${n}`, n]))',
  'Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`name${n}`, n]))',
  "{ outer: { inner: { list: [1, 2, 3] }, other: { list: ['a', 'b'] } }, more: { x: { y: 1 } } }",
  '{ a: { b: { c: 1 } }, d: { e: { f: 2 } } }',
  '[{ a: 1, b: 2 }, { a: 3, b: 4 }, { a: 5, b: 6 }]',
  '[{ name: "one", list: [{ x: 1 }] }, { name: "two", list: [{ x: 2 }] }]',
  'Object.freeze({ a: Object.freeze([1]) })',
  'Object.create(null)',
  'Object.assign(Object.create(null), { a: 1, b: Object.create(null) })',
  '[[[Object.assign(Object.create(null), { a: 1 })]]]',
  'Object.create({})',
  'Object.create(Object.create(null))',
  'Object.create(Object.assign(Object.create(null), { x: 1 }))',
  'Object.create(Object.create(Object.create(Object.create(Object.create(Object.create(null))))))',
  '[[Object.create(Object.create(Object.create(Object.create(Object.create(Object.create(null))))))]]',
  'Object.assign([, 1, , 2], { x: 1 }), Object.assign([1, , ], { x: 1 })',
  // arrays
  '[]',
  '[1]',
  "[1, 'two', [3, null]]",
  '[, 1]',
  '[1, , 2]',
  '[1, , , 2, , ]',
  'new Array(1)',
  'new Array(5)',
  'Object.assign(new Array(200), { 150: 1 })',
  'Object.assign([1, 2], { extra: 3, [Symbol("s")]: 4, "5x": 5 })',
  'Object.assign([], { extra: 1 })',
  'Object.assign([1, 2, 3, 4, 5, 6, 7, 8], { extra: 3 })',
  'Object.assign(Array.from({ length: 120 }, (_, n) => n), { extra: 3 })',
  'Array.from({ length: 6 }, (_, n) => n)',
  'Array.from({ length: 7 }, (_, n) => n)',
  'Array.from({ length: 27 }, (_, n) => n)',
  'Array.from({ length: 100 }, (_, n) => n)',
  'Array.from({ length: 101 }, (_, n) => n)',
  'Array.from({ length: 102 }, (_, n) => n * n)',
  'Array.from({ length: 1000 }, (_, n) => n)',
  'Array.from({ length: 20 }, (_, n) => -n / 4)',
  'Array.from({ length: 20 }, (_, n) => 10n ** BigInt(n))',
  'Array.from({ length: 20 }, (_, n) => "x".repeat(n))',
  'Array.from({ length: 20 }, (_, n) => `item ${n}`)',
  'Array.from({ length: 30 }, (_, n) => (n % 3 ? n : null))',
  'Array.from({ length: 30 }, (_, n) => n % 2 === 0)',
  'Array.from({ length: 10 }, (_, n) => [n])',
  'Array.from({ length: 10 }, (_, n) => ({ n }))',
  'Array.from({ length: 10 }, (_, n) => [n, `text ${n}`, { n }])',
  'Array.from({ length: 12 }, () => Array.from({ length: 12 }, (_, n) => n * 100))',
  '{ list: Array.from({ length: 40 }, (_, n) => n * 3) }',
  '{ list: { list: Array.from({ length: 40 }, (_, n) => n * 3) } }',
  'Array.from({ length: 9 }, (_, n) => "\\u6f22".repeat(n))',
  'Array.from({ length: 9 }, (_, n) => "\\ud83d\\ude00".repeat(n))',
  'Array.from({ length: 9 }, (_, n) => "e\\u0301".repeat(n))',
  'Array.from({ length: 9 }, (_, n) => "a\\nb".repeat(n))',
  'Array.from({ length: 8 }, () => undefined)',
  '[1, 2, 3, 4, 5, 6, "x"]',
  '[1, 2, 3, 4, 5, 6, , 8]',
  // circles
  '(a => { a.self = a; return a; })({ name: 1 })',
  '(a => { a.push(a); return a; })([1])',
  '(a => { a.b = { a }; a.c = { b: a.b }; a.b.b = a.b; return a; })({})',
  '(a => { a.set("self", a); return a; })(new Map())',
  '(a => { a.self = a; return [a, a]; })({})',
  '(f => { f.self = f; return f; })(function f() {})',
  '(a => [a, a, { a }])({ shared: true })',
  // functions and classes
  'function named() {}, () => {}, async () => {}, function* gen() {}, async function* agen() {}',
  '[function named() {}, () => {}, async function go() {}, function* gen() {}, async function* () {}]',
  '{ method() {}, arrow: () => {}, async later() {}, get x() { return 1; }, set x(v) {}, get y() { return 1; }, set z(v) {} }',
  'class A {}, class extends Object {}, class B extends Map {}, (class {})',
  '[class A {}, class B extends Array {}, class extends null {}]',
  'Object.assign(class A {}, { x: 1 }), class S { static y = 2; }',
  'Object.assign(function f() {}, { x: 1, y: { z: 2 } })',
  'Object.setPrototypeOf(function f() {}, null), Object.setPrototypeOf(class C {}, null)',
  '{ class() {} }, { ["class x"]() {} }.constructor',
  'Math.max, Map, Object, [].push',
  'Math, JSON, Reflect',
  '[[[[() => {}, Object.assign(() => {}, { x: 1 })]]]]',
  // instances
  'new (class Foo {})()',
  'new (class Foo { x = 1; y = { z: [1] }; })()',
  '[[[new (class Foo { x = 1; })(), new (class Bar {})()]]]',
  'new (class Foo extends (class Base { a = 1; }) { b = 2; })()',
  'new (class { x = 1; })()',
  'new (class Foo { get [Symbol.toStringTag]() { return "never"; } })() && 1',
  '{ [Symbol.toStringTag]: "own" }',
  'Object.create({}, { [Symbol.toStringTag]: { value: "Alleged: counter" } })',
  'Object.create(Object.create(Object.prototype, { [Symbol.toStringTag]: { value: "Alleged: counter" } }), { inc: { value() {}, enumerable: true } })',
  'Object.defineProperty({ inc() {}, getCount() {} }, Symbol.toStringTag, { value: "Alleged: counter" })',
  '[[[Object.defineProperty({ inc() {} }, Symbol.toStringTag, { value: "Alleged: counter" })]]]',
  '{ kept: Object.defineProperty({ inc() {} }, Symbol.toStringTag, { value: "Alleged: counter" }), n: 1 }',
  'Object.defineProperty({}, Symbol.toStringTag, { value: "tag" })',
  'Object.defineProperty(Object.create(null), Symbol.toStringTag, { value: "tag" })',
  'Object.defineProperty([1], Symbol.toStringTag, { value: "tag" })',
  'Object.defineProperty(() => {}, Symbol.toStringTag, { value: "tag" })',
  '(function* () {})(), (async function* () {})()',
  '[1][Symbol.iterator]()',
  '(function () { return arguments; })(1, "two", [3])',
  '(function () { return arguments; })()',
  // collections
  'new Map(), new Set()',
  'new Map([["a", 1], [{ b: 1 }, [2]], [NaN, new Map([[1, 2]])]])',
  'new Set(["a", 1, { b: [1] }, new Set([1])])',
  'new Map(Array.from({ length: 120 }, (_, n) => [n, n * n]))',
  'new Set(Array.from({ length: 120 }, (_, n) => n))',
  'new Set(Array.from({ length: 101 }, (_, n) => n))',
  'Object.assign(new Map([[1, 2]]), { extra: 1 }), Object.assign(new Set(), { extra: 1 })',
  'new (class Foo extends Map {})([[1, 2]]), new (class Bar extends Set {})()',
  'Object.setPrototypeOf(new Map([[1, 2]]), null), Object.setPrototypeOf(new Set([1]), null)',
  'Object.setPrototypeOf([1, 2], null), [[[Object.setPrototypeOf([1, 2], null)]]]',
  'new (class Foo extends Array {})(3), new (class Foo extends Array {})()',
  'new WeakMap(), new WeakSet()',
  // the rest of the language
  'new Date(0), new Date(NaN), [new Date(86400000)]',
  'Object.assign(new Date(0), { x: 1 }), new (class Foo extends Date {})(0)',
  '/a+/gi, [/[/]\\n/u], Object.assign(/x/, { y: 1 }), new (class Foo extends RegExp {})("z", "s")',
  'new Number(3), new Number(-0), new String("text"), new Boolean(false), Object(10n), Object(Symbol("x"))',
  'Object.assign(new String("ab"), { x: 1 }), Object.assign(new Number(1), { x: 1 }), new (class Foo extends Number {})(5)',
  'Object.setPrototypeOf(new Number(3), null)',
  'new Uint8Array(3), new Float64Array([1.5, -0, NaN]), new BigInt64Array(2), new Uint8Array()',
  'new Uint8Array(200), new (class Foo extends Uint8Array {})(2)',
  'Object.assign(new Uint16Array(8), { x: 1 }), Object.setPrototypeOf(new Int8Array(2), null)',
  'new ArrayBuffer(4), new Uint8Array([1, 2, 254, 255]).buffer, new ArrayBuffer(200), new ArrayBuffer(0)',
  'new DataView(new ArrayBuffer(8), 2, 4)',
  'new Promise(() => {}), Object.assign(new Promise(() => {}), { x: 1 })',
  'globalThis.undefined, void 0',
  // errors, whose stacks are given
  '(e => { e.stack = undefined; return e; })(new Error("no stack"))',
  '(e => { delete e.stack; return e; })(new TypeError("no stack"))',
  '(e => { delete e.stack; return [e, { e }]; })(new RangeError("inside"))',
  '(e => { e.stack = "Error: x\\n    at foo (bar.js:1:2)\\n    at baz (bar.js:3:4)"; return e; })(new Error("x"))',
  '(e => { e.stack = "Error: x\\n    at foo (bar.js:1:2)"; return { deep: { e } }; })(new Error("x"))',
  '(e => { e.stack = "Error: x\\n    at foo (bar.js:1:2)"; e.code = "E1"; e.info = { a: 1 }; return e; })(new Error("x"))',
  '(e => { delete e.stack; e.code = "E1"; return [e]; })(new Error("x"))',
  '(e => { delete e.stack; return e; })(new (class MyError extends Error {})("mine"))',
  '(e => { e.stack = "Error: mine\\n    at foo (bar.js:1:2)"; return e; })(new (class MyError extends Error {})("mine"))',
  '(e => { e.stack = "TypeError: mine\\n    at foo (bar.js:1:2)"; return e; })(new (class Wrong extends TypeError {})("mine"))',
  '(e => { e.stack = "Error: mine\\n    at foo (bar.js:1:2)"; e.name = "Renamed"; return e; })(new Error("mine"))',
  '(e => { e.name = "vatRestarted"; e.message = "vat main restarted"; e.incarnation = 2; delete e.stack; return e; })(new Error())',
  '(e => { delete e.stack; return e; })(new Error(""))',
  '(e => { delete e.stack; return e; })(new Error("several\\nlines"))',
  '(e => { delete e.stack; delete e.cause.stack; return e; })(new Error("outer", { cause: new TypeError("inner") }))',
  '(e => { delete e.stack; return e; })(new Error("outer", { cause: { plain: [1] } }))',
  '(e => { e.stack = "Error: o\\n    at a (x:1)\\n    at b (x:2)\\n    at c (x:3)\\n    at d (x:4)\\n    at e (x:5)"; e.cause.stack = "Error: i\\n    at z (x:0)\\n    at b (x:2)\\n    at c (x:3)\\n    at d (x:4)\\n    at e (x:5)"; return e; })(new Error("o", { cause: new Error("i") }))',
  '(e => { delete e.stack; e.errors.forEach(x => delete x.stack); return e; })(new AggregateError([new Error("one"), new TypeError("two")], "both"))',
  '(e => { delete e.stack; return Object.setPrototypeOf(e, null); })(new Error("bare"))',
  'Object.create(Error.prototype)',
  '(e => { delete e.stack; return Object.defineProperty(e, Symbol.toStringTag, { value: "tag" }); })(new Error("tagged"))',
  // placeholders
  "'%s is %d years and %i days, %f', 'Ann', 42.5, 42.9, 1.5, 'more', { a: 1 }",
  "'%s', 'only'",
  "'%s %s', 'one'",
  "'%%', 1",
  "'%%'",
  "'100%', 5",
  "'%x %s', 1, 2",
  "'%s %s %s %s %s %s', -0, 10n, Symbol('x'), undefined, null, true",
  "'%s %s', { a: { b: 1 } }, [1, [2]]",
  "'%s', () => 1",
  "'%s', class A {}",
  "'%d %d %d %d %d', '5', 10n, Symbol('x'), null, undefined",
  "'%i %i %i %i', '12px', 10n, -0.5, 'x'",
  "'%f %f %f', '1.5e3x', -0, Symbol('x')",
  "'%j %j %j', { a: [1, 'x', null, undefined, true], b: undefined, c: () => {} }, 'text', undefined",
  "'%j', (a => { a.a = a; return a; })({})",
  "'%j', [new Date(0), [], {}]",
  "'%O', { a: { b: { c: { d: 1 } } } }",
  "'%o', { a: { b: { c: { d: { e: { f: 1 } } } } } }",
  "'%o', [1, [2], {}]",
  "'%c styled %s', 'color: red', 'x'",
  "'a%sb%sc', 1, 2, 3, '4'",
  "'text', 'it\\'s', ['it\\'s'], '%s', 5",
  "1, '%s', 5",
];

// What is shown otherwise than Node shows it, since no code of the vat's may run and nothing may be endless.
export const ownCases = [
  ['new Proxy({}, {}), [new Proxy(() => {}, {})]', '[Proxy] [ [Proxy] ]'],
  ['Object.create(new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } }))', 'Object <Complex prototype> {}'],
  ['new (class Foo { get [Symbol.toStringTag]() { throw 1; } })()', 'Foo {}'],
  ['Object.defineProperty({}, "constructor", { get() { throw 1; } })', '{}'],
  ['{ get a() { throw 1; }, [Symbol.for("nodejs.util.inspect.custom")]() { throw 2; } }',
    '{\n  a: [Getter],\n  [Symbol(nodejs.util.inspect.custom)]: [Function: [nodejs.util.inspect.custom]]\n}'],
  ['"%s %d %i %f", { toString() { throw 1; } }, { valueOf() { throw 1; } }, { toString() { throw 1; } }, [5]',
    '{ toString: [Function: toString] } NaN NaN NaN'],
  ['"%j %j", { toJSON() { throw 1; }, a: 1, get b() { throw 2; } }, [10n, new Proxy({}, {})]', '{"a":1} [10n,null]'],
  ['(e => { Object.defineProperty(e, "name", { get() { throw 1; } }); return e; })(new Error("x"))', '[Error]'],
  ['(e => { e.message = { toString() { throw 1; } }; return e; })(new Error("x"))', '[Error]'],
  ['(e => { Object.defineProperty(e, "stack", { get() { throw 1; } }); return e; })(new Error("x"))', '[Error: x]'],
  ['Object.defineProperty(() => {}, "name", { get() { throw 1; } })', '[Function (anonymous)]'],
  ['Object.defineProperty(class {}, Symbol.hasInstance, { get() { throw 1; } })', '[class (anonymous)]'],
  ['(f => new f())(Object.defineProperty(class A {}, Symbol.hasInstance, { value() { throw 1; } }))', 'A {}'],
  ['Object.defineProperty(/x/g, "flags", { get() { throw 1; } }), Object.defineProperty(/x/, "source", { get() { throw 1; } })',
    '/x/g /x/'],
  ['Object.defineProperty([1], "0", { get() { throw 1; }, enumerable: true })', '[ [Getter] ]'],
  ['Object.defineProperty([1], Symbol.iterator, { value: () => { throw 1; }, enumerable: true })',
    '[ 1, [Symbol(Symbol.iterator)]: [Function: value] ]'],
  ['Promise.resolve(5), (p => (p.catch(() => {}), p))(Promise.reject(6))', 'Promise { <fulfilled> } Promise { <rejected> }'],
  ['new Map([[1, 2]]).entries(), new Set([1]).values()', 'Object [Map Iterator] {} Object [Set Iterator] {}'],
  ['"x".repeat(2 ** 20 + 1)', `${'x'.repeat(2 ** 20)}... 1 more character`],
];

// Numbers in [0, limit), the same for the same seed.
export function randomFrom(seed) {
  let state = seed >>> 0 || 1;
  return limit => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const letters = ['a', 'b', 'word', ' ', "'", '\\"', '`', '\\n', '\\\\', '\\u00e9', '\\u6f22', '\\ud83d\\ude00', '-', '1', '$', '{'];

const pick = (random, list) => list[random(list.length)];

function randomText(random, length) {
  return Array.from({ length }, () => pick(random, random(4) ? ['a', 'bc', 'def', ' '] : letters)).join('');
}

const quoted = text => `"${text}"`;

function randomNumber(random) {
  const shapes = [
    () => `${random(10)}`,
    () => `${random(1000000) - 500000}`,
    () => `${(random(100000) - 50000) / 64}`,
    () => `${random(1000)}n`,
    () => pick(random, ['-0', 'NaN', '-Infinity', '1e300', '5e-324']),
  ];
  return pick(random, shapes)();
}

function randomPrimitive(random) {
  const kind = random(8);
  if (kind < 3) return randomNumber(random);
  if (kind < 6) return quoted(randomText(random, random(random(5) ? 8 : 60)));
  return pick(random, ['true', 'false', 'null', 'undefined']);
}

function randomList(random, depth) {
  const length = random(random(6) ? 9 : 130);
  if (random(3) === 0) {
    const wide = random(6);
    return `[${Array.from({ length }, () => random(10 ** wide) - random(2))}]`;
  }
  if (random(3) === 0) {
    const longest = 1 + random(12);
    return `[${Array.from({ length: length % 60 }, () => quoted(randomText(random, random(longest))))}]`;
  }
  return `[${Array.from({ length: length % 14 }, () => randomValue(random, depth - 1))}]`;
}

function randomRecord(random, depth) {
  const names = Array.from({ length: random(8) }, (_, n) => `${quoted(randomText(random, 1 + random(4)) + n)}`);
  return `{${names.map(name => `${name}: ${randomValue(random, depth - 1)}`).join(', ')}}`;
}

function randomValue(random, depth) {
  if (depth === 0 || random(5) < 2) return randomPrimitive(random);
  return random(2) ? randomList(random, depth) : randomRecord(random, depth);
}

export function randomCase(random) {
  const text = Array.from({ length: random(4) ? 1 : 3 }, () => randomValue(random, 1 + random(5))).join(', ');
  return text.length <= 1500 ? text : randomCase(random);
}
