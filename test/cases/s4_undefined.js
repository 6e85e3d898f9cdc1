// §4.1 undefined is a value like any other
//$ run
//> ["x","y"] x in state: true, x is undefined
//$ call main show
//> "[\"x\",\"y\"] x in state: true, x is undefined"
//$ call main put 5
//> "[\"x\",\"y\"] x in state: true, x is 5"
//$ call main clear
//> "[\"x\",\"y\"] x in state: true, x is undefined"
//$ call main show
//> "[\"x\",\"y\"] x in state: true, x is undefined"

const makeMaybe = makeKind(function maybe(state) {
  return {
    init() {
      state.x = undefined;
      state.y = { in: undefined };
    },
    self: {
      put(x) { state.x = x; },
      show() {
        return `${JSON.stringify(Object.keys(state))} x in state: ${'x' in state && 'in' in state.y}, x is ${state.x}`;
      },
    },
  };
});
const kept = makeStore('name');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      kept.init('it', makeMaybe());
      console.log(kept.get('it').show());
    },
    show() { return kept.get('it').show(); },
    put(x) {
      kept.get('it').put(x);
      return kept.get('it').show();
    },
    clear() {
      kept.get('it').put(undefined);
      return kept.get('it').show();
    },
  });
