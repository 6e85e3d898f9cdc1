// §4.1 keys, in, spread and destructuring see just the properties that init made, and nothing inherited
//$ run
//> [b,a] [b,a] [b,a]
//> inherited: none
//> {"b":1,"a":2} {"b":1}
//> for in: b,a
//> entries: b=1,a=2
//> undefined for others: undefined undefined
//> JSON: {"b":1,"a":2}

const makeThing = makeKind(function thing(state) {
  return {
    init() {
      state.b = 1;
      state.a = 2;
    },
    self: {
      state() { return state; },
      look() {
        console.log(`[${Object.keys(state)}] [${Object.getOwnPropertyNames(state)}] [${Reflect.ownKeys(state).map(String)}]`);
        const inherited = ['toString', 'constructor', 'hasOwnProperty', '__proto__', 'valueOf', '__defineGetter__'];
        console.log(`inherited: ${inherited.filter(name => name in state).join() || 'none'}`);
        const { a, ...rest } = state;
        console.log(`${JSON.stringify({ ...state })} ${JSON.stringify(rest)}`);
        const found = [];
        for (const name in state) {
          found.push(name);
        }
        console.log(`for in: ${found}`);
        console.log(`entries: ${Object.entries(state).map(pair => pair.join('='))}`);
        console.log(`undefined for others: ${state.missing} ${state[Symbol.iterator]}`);
        console.log(`JSON: ${JSON.stringify(state)}`);
        return a;
      },
    },
  };
});
makeThing().look();
