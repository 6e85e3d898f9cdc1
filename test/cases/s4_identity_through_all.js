// §4.6 the same object comes from a message, a closure, a strong store's key, a weak store's value and iteration
//$ run
//> true true true true true true
//$ call main later
//> [true,true,true,true]

const makeThing = makeKind(function thing(state) {
  const self = {
    me() { return self; },
    other() { return state.other; },
    setOther(other) { state.other = other; },
  };
  return { init() { state.other = undefined; }, self };
});
const byName = makeStore('name');
const byThing = makeStore('thing');
const weak = makeWeakStore('thing');

export const buildRootObject = () =>
  Far('root', {
    async bootstrap() {
      const a = makeThing();
      const b = makeThing();
      byName.init('a', a);
      byThing.init(a, b);
      weak.init(a, { b });
      b.setOther(a);
      const [key] = byThing.keys();
      const [[first, second]] = byThing.entries();
      const list = [b, a];
      console.log(key === a, first === a && second === b, weak.get(key).b === b, b.other() === a, (await E(a).me()) === a, list.indexOf(b.other()) === 1);
    },
    later() {
      const a = byName.get('a');
      const [key] = byThing.keys();
      const { b } = weak.get(a);
      return [key === a, byThing.get(a) === b, b.other() === a, a.me() === key];
    },
  });
