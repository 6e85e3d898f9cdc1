// §7 what nothing can reach is gone within two calls, whatever its shape; what can be reached stays
//$ run
//$ call main drop 1
//$ call main nothing
//$ objects node
//> main:o5 node
//$ call main make chain
//$ call main drop chain
//$ call main nothing
//$ objects node
//> main:o5 node
//$ call main make tree
//$ call main drop tree
//$ call main nothing
//$ objects node
//> main:o5 node
//$ call main make self
//$ call main drop self
//$ call main nothing
//$ objects node
//> main:o5 node
//$ call main make weakly
//$ call main drop weakly
//$ call main nothing
//$ objects node
//> main:o5 node
//$ call main make holders
//$ call main drop holders
//$ call main nothing
//$ objects node
//> main:o5 node
//$ objects store
//~ main:s1 store
//~ main:s2 store
//$ call main stays
//> "kept"

const held = makeStore('held');
const notes = makeWeakStore('notes');
const makeNode = makeKind(function node(state) {
  return {
    init(next = undefined) { state.next = next; },
    self: { link(next) { state.next = next; }, next() { return state.next; } },
  };
});
const shapes = {
  chain() {
    let first = makeNode('end');
    for (let i = 0; i < 1000; i += 1) first = makeNode(first);
    return first;
  },
  tree: (depth = 6) => makeNode(depth === 0 ? 'leaf' : [shapes.tree(depth - 1), shapes.tree(depth - 1)]),
  self() {
    const node = makeNode();
    node.link(node);
    return node;
  },
  weakly() {
    const node = makeNode();
    notes.init(node, { about: node });
    return node;
  },
  holders() {
    const store = makeStore('inner');
    store.init('itself', store);
    store.init('node', makeNode());
    store.init(makeNode(), 'a key');
    return store;
  },
};

export const buildRootObject = () => Far('root', {
  bootstrap() {
    held.init('kept', makeNode('kept'));
    held.init('1', makeNode('dropped'));
  },
  make(shape) { held.init(shape, shapes[shape]()); },
  drop(shape) { held.delete(`${shape}`); },
  nothing() {},
  stays: () => held.get('kept').next(),
});
