// §6 an object whose own properties are all functions, and that has one, is a remotable; {} is data
//$ run
//> {} {"a":{}}
//> methods: true, the same object
//> in a record: true
//> functions among data: TypeError
//> a remotable is hardened: true
//> its own prototype refused: TypeError

const makeBox = makeKind(function box(state) {
  return {
    init(content) { state.content = content; },
    self: {
      put(content) { state.content = content; },
      content() { return state.content; },
    },
  };
});
const box = makeBox({});
const empty = JSON.stringify(box.content());
box.put({ a: {} });
console.log(empty, JSON.stringify(box.content()));
const methods = { f() { return 1; } };
box.put(methods);
console.log(`methods: ${box.content() === methods}, the same object`);
box.put({ inner: methods, n: 1 });
console.log(`in a record: ${box.content().inner === methods}`);
const failure = act => {
  try {
    return `stored ${act()}`;
  } catch (error) {
    return error.name;
  }
};
console.log(`functions among data: ${failure(() => box.put({ f() {}, n: 1 }))}`);
console.log(`a remotable is hardened: ${Object.isFrozen(methods) && Object.isFrozen(methods.f)}`);
console.log(`its own prototype refused: ${failure(() => box.put(Object.assign(Object.create({ inherited: 1 }), { n: 1 })))}`);
