// §3 self is hardened with all that it inherits from
//$ run
//> 2 2 [object Alleged: counter]
//> true true true
//> hello true true
//> TypeError

class Counter {
  #state;
  constructor(state) {
    this.#state = state;
  }
  get count() {
    return this.#state.count;
  }
  increment() {
    this.#state.count += 1;
    return this.#state.count;
  }
}
const makeCounter = makeKind(function counter(state) {
  return {
    init() {
      state.count = 1;
    },
    self: new Counter(state),
  };
});
const behaviour = {
  greet() {
    return this.words.hello;
  },
  words: { hello: 'hello' },
};
const makeGreeter = makeKind(function greeter() {
  return { self: Object.create(behaviour) };
});

const counter = makeCounter();
console.log(counter.increment(), counter.count, String(counter));
console.log(Object.isFrozen(counter), Object.isFrozen(Counter.prototype), Object.isFrozen(Counter));
console.log(makeGreeter().greet(), Object.isFrozen(behaviour), Object.isFrozen(behaviour.words));
try {
  behaviour.words.hello = 'goodbye';
} catch (error) {
  console.log(error.name);
}
