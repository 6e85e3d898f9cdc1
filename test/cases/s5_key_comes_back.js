// §5.2 an object that is made a key anew comes last, whether or not its deletion was written out in between
//$ run
//> a0 b1 c2
//$ call main removeAndAdd a 3
//> "b1 c2 a3"
//$ call main removeLookAndAdd b 4
//> "c2 a3 b4"
//$ call main remove c
//> "a3 b4"
//$ call main add c 5
//> "a3 b4 c5"

const makeThing = makeKind(function thing(state) {
  return {
    init(name) {
      state.name = name;
    },
    self: {
      name() {
        return state.name;
      },
    },
  };
});

export const buildRootObject = (_powers, _parameters, baggage) => {
  const store = makeStore('thing');
  const shown = () => [...store.entries()].map(([thing, n]) => `${thing.name()}${n}`).join(' ');
  const root = Far('root', {
    add(name, n) {
      store.init(baggage.get(name), n);
      return shown();
    },
    remove(name) {
      store.delete(baggage.get(name));
      return shown();
    },
    removeAndAdd(name, n) {
      store.delete(baggage.get(name));
      return root.add(name, n);
    },
    removeLookAndAdd(name, n) {
      root.remove(name);
      return root.add(name, n);
    },
  });
  if (baggage.getSize() === 0) {
    for (const [n, name] of ['a', 'b', 'c'].entries()) {
      baggage.init(name, makeThing(name));
      root.add(name, n);
    }
    console.log(shown());
  }
  return root;
};
