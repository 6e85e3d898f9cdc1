// §5.1 §8.3 a weak store's entries for virtual objects and stores are there after a restart; what was keyed by the old heap is not found
//$ run
//$ call main look
//> ["of the object","of the store","of the root",{"deep":[1]}]

const makeThing = makeKind(function thing(state) {
  return { init() { state.n = 0; }, self: {} };
});
const things = makeStore('name');
const notes = makeWeakStore('object');

export const buildRootObject = () => {
  const root = Far('root', {
    bootstrap() {
      const thing = makeThing();
      const store = makeStore('inner');
      things.init('thing', thing);
      things.init('other', makeThing());
      things.init('store', store);
      notes.init(thing, 'of the object');
      notes.init(store, 'of the store');
      notes.init(root, 'of the root');
      notes.init(things.get('other'), { deep: [1] });
      notes.init({ of: 'the heap' }, 'lost');
    },
    look() {
      return [notes.get(things.get('thing')), notes.get(things.get('store')), notes.get(root), notes.get(things.get('other'))];
    },
  });
  return root;
};
