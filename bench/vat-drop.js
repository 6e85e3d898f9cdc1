// A vat with very many objects that hang on one entry, and a neighbour that answers meanwhile.
const makeLink = makeKind(function link(state) {
  return {
    init(next, name) {
      state.next = next;
      state.name = name;
      state.balance = 0;
    },
    self: { next: () => state.next },
  };
});

export const buildRootObject = () => {
  const held = makeStore('held');
  return Far('root', {
    // `count` more links in front of those that are held as `name`: a chain, or each by itself in a store.
    chain(name, count) {
      let first = held.has(name) ? held.get(name) : undefined;
      for (let i = 0; i < count; i += 1) first = makeLink(first, 'a link of a chain');
      if (held.has(name)) held.set(name, first);
      else held.init(name, first);
    },
    fill(name, count) {
      if (!held.has(name)) held.init(name, makeStore('filled'));
      const store = held.get(name);
      for (let i = 0; i < count; i += 1) store.init(store.getSize(), makeLink(undefined, 'an entry'));
    },
    drop: name => held.delete(name),
    ping: () => 1,
  });
};
