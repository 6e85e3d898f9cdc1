// §5.6 stores are passed by reference: they are values, state and keys, and keep their identity
//$ run
//> value: true, state: true, key of a strong one: true, key of a weak one: true
//> itself in itself: true
//$ call main again
//> ["apple",true,"by strong","by weak",true]

const makeHolder = makeKind(function holder(state) {
  return { init(store) { state.store = store; }, self: { store() { return state.store; } } };
});
const outer = makeStore('name');
const strongByStore = makeStore('store');
const weakByStore = makeWeakStore('store');
const loop = makeStore('loop');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      const inner = makeStore('inner');
      inner.init('fruit', 'apple');
      outer.init('inner', inner);
      outer.init('holder', makeHolder(inner));
      strongByStore.init(inner, 'by strong');
      weakByStore.init(inner, 'by weak');
      loop.init('me', loop);
      const [key] = strongByStore.keys();
      console.log(`value: ${outer.get('inner') === inner}, state: ${outer.get('holder').store() === inner}, key of a strong one: ${key === inner}, key of a weak one: ${weakByStore.has(outer.get('inner'))}`);
      console.log(`itself in itself: ${loop.get('me').get('me') === loop}`);
    },
    again() {
      const inner = outer.get('inner');
      return [inner.get('fruit'), outer.get('holder').store() === inner, strongByStore.get(inner), weakByStore.get(inner), loop.get('me') === loop];
    },
  });
