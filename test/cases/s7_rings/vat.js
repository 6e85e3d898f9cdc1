const held = makeStore('held');
const makeNode = makeKind(function node(state) {
  return {
    init(next = undefined) { state.next = next; },
    self: { link(next) { state.next = next; }, next() { return state.next; } },
  };
});

export const buildRootObject = (powers, parameters, baggage) => Far('root', {
  async bootstrap({ a, b, c }) {
    // a ring across three vats, held in this one
    const [one, two, three] = [makeNode(), await E(b).make(), await E(c).make()];
    one.link(two);
    await E(b).link(two, three);
    await E(c).link(three, one);
    held.init('far', one);
    // and one within it
    const [left, right] = [makeNode(), makeNode()];
    left.link(right);
    right.link(left);
    held.init('near', left);
  },
  make: () => makeNode(),
  link(node, next) { node.link(next); },
  drop(name) { held.delete(name); },
});
