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
  if (!recent.has('count')) recent.init('count', 0);
  let count = recent.get('count');
  const kept = makeStore('kept');
  return Far('root', {
    // What stays.
    keep(k) {
      for (let i = 0; i < k; i += 1) kept.init(kept.getSize(), makeNode(`kept ${i}`));
    },
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
