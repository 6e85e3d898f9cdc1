// §4.1 a state is its properties and nothing else, whatever init did to the object itself
//$ run
//> inherits: a; false undefined
//> inherits from a proxy: a; false undefined
//> hidden: a; false undefined
//> read-only: a; false undefined; 2
//> fixed: TypeError: cannot store thing.a: init must not make it unconfigurable
//> sealed: TypeError: cannot store thing: init must not freeze its state

const makeThing = makeKind(function thing(state) {
  return {
    init(fill) {
      fill(state);
    },
    self: {
      state: () => state,
    },
  };
});
const attempt = (label, fill) => {
  try {
    const state = makeThing(fill).state();
    const seen = `${label}: ${Object.keys(state)}; ${'other' in state} ${state.other}`;
    if (label === 'read-only') state.a = 2;
    console.log(label === 'read-only' ? `${seen}; ${state.a}` : seen);
  } catch (error) {
    console.log(`${label}: ${error}`);
  }
};
const inheriting = parent => state => {
  state.a = 1;
  Object.setPrototypeOf(state, parent);
};
const defining = attributes => state => Object.defineProperty(state, 'a', { value: 1, ...attributes });

attempt('inherits', inheriting({ other: 1 }));
attempt('inherits from a proxy', inheriting(new Proxy({}, { has: () => true, get: () => 'trapped' })));
attempt('hidden', defining({ writable: true, configurable: true }));
attempt('read-only', defining({ configurable: true }));
attempt('fixed', defining({ writable: true, enumerable: true }));
attempt('sealed', state => {
  state.a = 1;
  Object.seal(state);
});
