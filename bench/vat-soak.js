// Makes and drops objects: some alone, some that a store held for a while, some in rings.
const makeNode = makeKind(function node(state) {
  return {
    init(name) {
      state.name = name;
      state.other = undefined;
    },
    self: {
      link(other) {
        state.other = other;
      },
    },
  };
});

export const buildRootObject = () => {
  const recent = makeStore('recent');
  const notes = makeWeakStore('notes');
  let count = recent.has('count') ? recent.get('count') : 0;
  if (count === 0) recent.init('count', 0);
  return Far('root', {
    churn(k) {
      for (let i = 0; i < k; i += 1) {
        const node = makeNode(`node ${count}`);
        if (count % 10 === 0) {
          const other = makeNode('the other of a ring');
          node.link(other);
          other.link(node);
        }
        if (count % 4 === 0) {
          const place = count % 1000;
          if (recent.has(place)) recent.set(place, node);
          else recent.init(place, node);
          notes.init(node, { count });
        }
        count += 1;
      }
      recent.set('count', count);
    },
  });
};
