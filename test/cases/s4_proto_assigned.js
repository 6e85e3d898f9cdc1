// §4.1 init may make a property called __proto__ by assignment, as any other
//$ run
//> ["a","__proto__"] plain 1
//> ["a","__proto__"] {"deep":[true]} 1
//$ run
//> ["a","__proto__"] {"deep":[true]} 1

const makeOdd = makeKind(function odd(state) {
  return {
    init(value) {
      state.a = 1;
      state.__proto__ = value;
    },
    self: {
      show() {
        const value = state['__proto__'];
        return `${JSON.stringify(Object.keys(state))} ${typeof value === 'string' ? value : JSON.stringify(value)} ${state.a}`;
      },
    },
  };
});
const kept = makeStore('name');
if (kept.getSize() === 0) {
  kept.init('it', makeOdd({ deep: [true] }));
  console.log(makeOdd('plain').show());
}
console.log(kept.get('it').show());
