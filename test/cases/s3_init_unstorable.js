// §3.2 §4.2 a property that init leaves and that cannot be stored makes the maker throw, with kind, property and path
//$ run
//> TypeError: cannot store box.a.list[1]: functions are not passable
//> TypeError: cannot store box.b, and the accessor ran 0 times
//> symbol: TypeError
//> fine: [1]

let ran = 0;
const makeBox = makeKind(function box(state) {
  return {
    init(fill) {
      fill(state);
    },
    self: {
      show() {
        return JSON.stringify(state.ok);
      },
    },
  };
});
const failure = fill => {
  try {
    return { message: makeBox(fill).show() };
  } catch (error) {
    return error;
  }
};
const deep = failure(state => { state.a = { list: [0, () => 1] }; });
console.log(`${deep.name}: ${deep.message.split(/[;,(]/)[0]}`);
const accessor = failure(state => {
  Object.defineProperty(state, 'b', { get() { ran += 1; return 1; }, enumerable: true, configurable: true });
});
console.log(`${accessor.name}: ${accessor.message.split(/[:]/)[0]}, and the accessor ran ${ran} times`);
console.log(`symbol: ${failure(state => { state[Symbol.for('s')] = 1; }).name}`);
console.log(`fine: ${failure(state => { state.ok = [1]; }).message}`);
