// §3.4, §4.1 what code hides on a state or a self as a private field stays there, and methods are frozen all the same
//$ run
//> 0.5 mine / 0.5 mine / 0.5 mine / 0.5 mine
//> true true / true true / true true / true true
class Given {
  constructor(object) {
    return object;
  }
}
class Number1 extends Given {
  #value = 0.5;
  static of(object) {
    return object.#value;
  }
}
class Text extends Given {
  #value = 'mine';
  static of(object) {
    return object.#value;
  }
}
class Hidden extends Given {
  #value;
  constructor(object, value) {
    super(object);
    this.#value = value;
  }
}
const makeMarked = makeKind(function marked(state) {
  new Number1(state);
  new Text(state);
  return {
    init() {
      state.x = 1;
      state.y = 2;
    },
    self: { marks: () => `${Number1.of(state)} ${Text.of(state)}` },
  };
});
const makeOdd = makeKind(function odd() {
  const first = () => 1;
  const second = () => 2;
  const self = {};
  new Hidden(self, first);
  self.first = first;
  self.second = second;
  return { self };
});

export const buildRootObject = () => {
  const four = act => console.log(Array.from({ length: 4 }, act).join(' / '));
  four(() => makeMarked().marks());
  four(() => {
    const { first, second } = makeOdd();
    return `${Object.isFrozen(first)} ${Object.isFrozen(second)}`;
  });
  return Far('root', {});
};
