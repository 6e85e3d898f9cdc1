// §8.1 a vat whose cranks are undone
const things = makeStore('name');
const notes = makeWeakStore('thing');
const makeThing = makeKind(function thing(state) {
  return {
    init(n) { state.n = n; },
    self: {
      n() { return state.n; },
      set(n) { state.n = n; },
    },
  };
});
let calls = 0;

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      things.init('it', makeThing(1));
      notes.init(things.get('it'), 'old note');
    },
    count() {
      calls += 1;
      return calls;
    },
    changeAllAndSpin() {
      things.get('it').set(2);
      things.init('new', makeThing(3));
      notes.set(things.get('it'), 'new note');
      makeStore('name').init('made', 1);
      for (;;);
    },
    async changeLaterAndSpin() {
      await null;
      things.get('it').set(4);
      await null;
      const spin = () => Promise.resolve().then(spin);
      await spin();
    },
    look() {
      return [[...things.keys()], things.get('it').n(), notes.get(things.get('it'))];
    },
  });
