// §3 methods are ordinary functions: taken off the object, passed on, given another this, or awaited, they go on working
//$ run
//> 1 2 3
//> asynchronous: 5 6
//> a generator: 6 7 8
//> thrown errors pass: same true

const makeTally = makeKind(function tally(state) {
  return {
    init() {
      state.n = 0;
    },
    self: {
      next() {
        state.n += 1;
        return state.n;
      },
      async later(n) {
        await null;
        state.n = n;
        return state.n;
      },
      *run() {
        for (;;) {
          yield state.n;
          state.n += 1;
        }
      },
      fail(error) {
        throw error;
      },
    },
  };
});
const tally = makeTally();
const { next } = tally;
console.log(next(), next.call(null), [0].map(next)[0]);
const [a, b] = await Promise.all([tally.later(5), tally.later(6)]);
console.log(`asynchronous: ${a} ${b}`);
const run = tally.run();
console.log(`a generator: ${run.next().value} ${run.next().value} ${run.next().value}`);
const reason = Error('mine');
try {
  tally.fail(reason);
} catch (error) {
  console.log(`thrown errors pass: same ${error === reason}`);
}
