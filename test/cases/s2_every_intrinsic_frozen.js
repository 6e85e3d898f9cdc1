// §2 every intrinsic is frozen, those too that only a walk over prototypes, accessors and syntax reaches
//$ run
//> reached enough: true
//> not frozen: none

const seen = new Set();
const soft = [];
const queue = [];
const visit = (value, path) => {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    if (!seen.has(value)) {
      seen.add(value);
      queue.push([value, path]);
    }
  }
};

for (const name of Reflect.ownKeys(globalThis)) {
  if (name !== 'globalThis') {
    visit(globalThis[name], String(name));
  }
}
const proto = Object.getPrototypeOf;
function* generator() {}
async function* asyncGenerator() {}
const bySyntax = {
  generator, asyncGenerator, 'async function': async () => {},
  generated: generator.prototype, 'async generated': asyncGenerator.prototype,
  'array iterator': [][Symbol.iterator](), 'string iterator': ''[Symbol.iterator](), 'map iterator': new Map().entries(),
  'set iterator': new Set().values(), 'regexp string iterator': 'x'.matchAll(/x/g), 'regexp': /x/,
  'typed array': new Uint8Array(1),
};
for (const [name, value] of Object.entries(bySyntax)) {
  visit(proto(value), `prototype of ${name}`);
}
const strictArguments = (function strict() { return arguments; })();
visit(Object.getOwnPropertyDescriptor(strictArguments, 'callee').get, 'ThrowTypeError');

while (queue.length > 0) {
  const [value, path] = queue.pop();
  if (!Object.isFrozen(value)) {
    soft.push(path);
  }
  visit(proto(value), `${path}.[[Prototype]]`);
  for (const key of Reflect.ownKeys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    const name = `${path}.${String(key)}`;
    visit(property.value, name);
    visit(property.get, `get ${name}`);
    visit(property.set, `set ${name}`);
  }
}
console.log(`reached enough: ${seen.size > 500}`);
console.log(`not frozen: ${soft.join() || 'none'}`);
