// §4.1 properties cannot be added, removed or redefined: strict code gets a TypeError, sloppy code changes nothing
//$ run
//> adding: TypeError
//> a symbol: TypeError
//> deleting: TypeError
//> defining: TypeError
//> redefining as an accessor: TypeError
//> making read-only: TypeError
//> another prototype: TypeError
//> Reflect: false false
//> assigning to many: TypeError
//> sloppy: no error, a,b
//> the values stand: {"a":1,"b":2}
//> and can still be assigned: {"a":3,"b":2}

const makePair = makeKind(function pair(state) {
  return {
    init() {
      state.a = 1;
      state.b = 2;
    },
    self: {
      with(act) {
        return act(state);
      },
      show() {
        return JSON.stringify({ ...state });
      },
    },
  };
});
const pair = makePair();
const attempt = (label, act) => {
  try {
    pair.with(act);
    console.log(`${label}: it worked`);
  } catch (error) {
    console.log(`${label}: ${error.name}`);
  }
};
attempt('adding', state => { state.c = 1; });
attempt('a symbol', state => { state[Symbol.for('c')] = 1; });
attempt('deleting', state => { delete state.a; });
attempt('defining', state => Object.defineProperty(state, 'c', { value: 1 }));
attempt('redefining as an accessor', state => Object.defineProperty(state, 'a', { get() { return 9; } }));
attempt('making read-only', state => Object.defineProperty(state, 'a', { value: 9, writable: false }));
attempt('another prototype', state => Object.setPrototypeOf(state, { c: 1 }));
console.log(`Reflect: ${pair.with(state => Reflect.deleteProperty(state, 'a'))} ${pair.with(state => Reflect.set(state, 'c', 1))}`);
attempt('assigning to many', state => Object.assign(state, { c: 1 }));
const sloppy = Function('state', 'delete state.a; state.c = 1; state[Symbol.for("d")] = 2; return Reflect.ownKeys(state).join()');
console.log(`sloppy: no error, ${pair.with(sloppy)}`);
console.log(`the values stand: ${pair.show()}`);
pair.with(state => { state.a = 3; });
console.log(`and can still be assigned: ${pair.show()}`);
