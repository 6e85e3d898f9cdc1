// §2 in the frozen world the language works as elsewhere
//$ run
//> Dog says Woof, Animal
//> 1,2,3 6 {"a":1,"b":[2]}
//> x-y-z 3 b,a
//> gen 0,1,1,2,3,5
//> tagged 1+2
//> destructured 1 rest 2,3 default 9
//> Sorted: 1,2,10
//> Map 2 Set 1 Sym true
//> closest 65 bytes 3 9007199254740993n
//> labelled 3
//> getter 7 static 1 private 5
//> async 1,2 settled fulfilled,rejected any 2
//> regexp 2024 12 xbc
//> proxy 42 reflect true
//> weak true structured error: cause inner

class Animal {
  constructor(sound) { this.sound = sound; }
  speak() { return `${this.constructor.name} says ${this.sound}`; }
}
class Dog extends Animal {
  constructor() { super('Woof'); }
}
console.log(`${new Dog().speak()}, ${Object.getPrototypeOf(Dog).name}`);
const list = [1, 2];
list.push(3);
console.log(`${list} ${list.reduce((a, b) => a + b)} ${JSON.stringify({ a: 1, b: [2] })}`);
console.log(`${'x y z'.split(' ').join('-')} ${'abc'.length} ${['a', 'b'].reverse()}`);
function* fibonacci() {
  let [a, b] = [0, 1];
  for (;;) {
    yield a;
    [a, b] = [b, a + b];
  }
}
const gen = [];
for (const n of fibonacci()) {
  if (n > 5) break;
  gen.push(n);
}
console.log(`gen ${gen}`);
console.log(`tagged ${((strings, ...values) => values.join(strings[1]))`${1}+${2}`}`);
const { a, d = 9, ...others } = { a: 1, b: 2, c: 3 };
console.log(`destructured ${a} rest ${Object.values(others)} default ${d}`);
console.log(`Sorted: ${[10, 1, 2].sort((x, y) => x - y)}`);
console.log(`Map ${new Map([[1, 2]]).get(1)} Set ${new Set([1, 1]).size} Sym ${Symbol.for('x') === Symbol.for('x')}`);
console.log(`closest ${'A'.charCodeAt(0)} bytes ${new Uint8Array([1, 2]).reduce((x, y) => x + y)} ${2n ** 53n + 1n}n`);
let count = 0;
outer: for (let i = 0; i < 3; i += 1) {
  for (;;) {
    count += 1;
    continue outer;
  }
}
console.log(`labelled ${count}`);
class Box {
  static one = 1;
  #secret = 5;
  get seven() { return 7; }
  reveal() { return this.#secret; }
}
console.log(`getter ${new Box().seven} static ${Box.one} private ${new Box().reveal()}`);
const both = await Promise.all([1, Promise.resolve(2)]);
const settled = await Promise.allSettled([1, Promise.reject(Error('x'))]);
console.log(`async ${both} settled ${settled.map(one => one.status)} any ${await Promise.any([Promise.reject(Error('y')), 2])}`);
console.log(`regexp ${'in 2024'.match(/(?<year>\d{4})/).groups.year} ${'1-2'.replace(/-/g, '')} ${'abc'.replace('a', 'x')}`);
const proxy = new Proxy({}, { get: () => 42 });
console.log(`proxy ${proxy.anything} reflect ${Reflect.has({ x: 1 }, 'x')}`);
const weak = new WeakMap([[list, true]]);
console.log(`weak ${weak.get(list)} structured error: cause ${Error('outer', { cause: Error('inner') }).cause.message}`);
