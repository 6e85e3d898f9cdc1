// Two counters that outlive the program. A counter is a virtual object: its state stands in the store, and `makeKind`
// says what it can do. The program is started again, unchanged, over the same store: makeKind and makeStore, called
// while the code starts, then find the kind and the store that the first run made, and in it the same two counters.

const makeCounter = makeKind(function counter(state) {
  return {
    init(name = 'thing') {
      state.counter = 0;
      state.name = name;
    },
    self: {
      inc() {
        state.counter += 1;
      },
      dec() {
        state.counter -= 1;
      },
      reset() {
        state.counter = 0;
      },
      rename(newName) {
        state.name = newName;
      },
      getCount() {
        return state.counter;
      },
      getName() {
        return state.name;
      },
    },
  };
});

const kept = makeStore('order');

if (kept.getSize() === 0) {
  const foo = makeCounter('foo');
  const bar = makeCounter('bar');
  foo.inc();
  foo.inc();
  bar.inc();
  bar.rename('new bar');
  kept.init(1, foo);
  kept.init(2, bar);
} else {
  console.log('kept from an earlier run:');
}

for (const counter of kept.values()) {
  console.log(`${counter.getName()} count is ${counter.getCount()}`);
}
