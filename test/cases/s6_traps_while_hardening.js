// §6 code that hardening a method runs may store values of its own; all of the value under way is stored all the same
//$ run
//> function function function, 5 function
//$ run
//> [object Alleged: remotable] [object Alleged: remotable] [object Alleged: remotable], 5 [object Alleged: remotable]

const makeHolder = makeKind(function holder(state) {
  return {
    init() {
      state.outer = undefined;
      state.inner = undefined;
    },
    self: {
      set(name, value) {
        state[name] = value;
      },
      get(name) {
        return state[name];
      },
    },
  };
});

const kindsOf = (values, look) => values.map(look).join(' ');

export const buildRootObject = (_powers, _parameters, baggage) => {
  const isNew = !baggage.has('holder');
  const holder = isNew ? makeHolder() : baggage.get('holder');
  if (isNew) {
    baggage.init('holder', holder);
    const method = () => 1;
    method.detail = new Proxy({}, {
      ownKeys(target) {
        holder.set('inner', [5, { method() {} }]);
        return Reflect.ownKeys(target);
      },
    });
    holder.set('outer', [{ method }, { method() {} }, { method() {} }]);
  }
  const look = isNew ? object => typeof object.method : String;
  const [five, last] = holder.get('inner');
  console.log(`${kindsOf(holder.get('outer'), look)}, ${five} ${look(last)}`);
  return Far('root', {});
};
