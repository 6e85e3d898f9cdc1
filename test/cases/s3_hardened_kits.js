// §3.4 an instance shows its tag also where its maker hands out a hardened kit, or a self that Far made
//$ run
//> [object Alleged: cup] [object Alleged: cup] [object Alleged: cup]
//> 1 2 true
//> "cup" already registered: [Alleged: cup]
//> [object Object] [object Array] [object Undefined] [object Null] [object Function] [object Date]
//$ call main cup
//> "[Alleged: cup]"
//$ call main shown
//> "[object Alleged: cup]"

const makeCup = makeKind(function cup(state) {
  return harden({
    init() {
      state.sips = 0;
    },
    self: {
      sip() {
        state.sips += 1;
        return state.sips;
      },
    },
  });
});
const makeSealed = makeKind(() => ({ self: Object.seal({ method() {} }) }), { tag: 'cup' });
const makeFar = makeKind(() => ({ self: Far('cup', { method() {} }) }), { tag: 'cup' });

export const buildRootObject = (_powers, _parameters, baggage) => {
  if (!baggage.has('cup')) {
    const cup = makeCup();
    baggage.init('cup', cup);
    console.log(String(cup), `${makeSealed()}`, Object.prototype.toString.call(makeFar()));
    console.log(cup.sip(), cup.sip(), Object.isFrozen(cup));
    const cups = makeStore('cup');
    cups.init(cup, 1);
    try {
      cups.init(cup, 2);
    } catch (error) {
      console.log(error.message);
    }
    const others = [{}, [], undefined, null, () => {}, new Date(0)];
    console.log(others.map(other => Object.prototype.toString.call(other)).join(' '));
  }
  return Far('root', {
    cup: () => baggage.get('cup'),
    shown: () => `${baggage.get('cup')}`,
  });
};
