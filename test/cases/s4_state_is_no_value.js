// §4 §6 state itself is no value: it cannot be stored or sent, and does not harm who tries
//$ run
//> TypeError TypeError TypeError
//> still 1

const makeThing = makeKind(function thing(state) {
  return {
    init() {
      state.n = 1;
      state.other = undefined;
    },
    self: {
      state() { return state; },
      putMyself() { state.other = state; },
      n() { return state.n; },
    },
  };
});
const kept = makeStore('name');
const thing = makeThing();
const failure = act => {
  try {
    return `it worked: ${act()}`;
  } catch (error) {
    return error.name;
  }
};
console.log(failure(() => kept.init('a', thing.state())), failure(() => kept.init('a', [thing.state()])), failure(() => thing.putMyself()));
console.log(`still ${thing.n()}`);
