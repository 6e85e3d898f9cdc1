// §3.1 §4.1 §4.2 what holds of the first instance of a kind holds of all that come after it, whatever their init does
//$ run
//> plain: ok
//> double: ok
//> text: ok
//> frozen kit: ok
//> wide: ok
//> no properties: ok
//> odd ones among them: ok
//> refused: ok
//> methods: ok
//> tags: ok
//$ call main again
//> "ok"

const rounds = 60;
const { keys, isFrozen, isExtensible, getOwnPropertyDescriptor: describe } = Object;
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const makeKit = (init, seen) => state => ({
  init(...args) {
    seen?.(state);
    init(state, ...args);
  },
  self: {
    keys: () => keys(state),
    copy: () => ({ ...state }),
    add(name, by) { state[name] += by; },
    isClosed: () => !isExtensible(state) && keys(state).every(name => !describe(state, name).configurable),
    state: () => state,
  },
});

// Makes many with values of init's, and looks at each at once and again when all are there.
function check(what, make, argsOf, expected) {
  const made = [];
  let wrong = '';
  const look = (object, i) => {
    const found = object.copy();
    if (!same(found, expected(...argsOf(i))) || !same(object.keys(), keys(found)) || !object.isClosed()) {
      wrong ||= `${i}: ${JSON.stringify(found)} ${object.keys()}`;
    }
    if (!isFrozen(object) || !Object.values(object).every(isFrozen)) wrong ||= `${i} is not hardened`;
  };
  for (let i = 0; i < rounds; i += 1) {
    made.push(make(...argsOf(i)));
    look(made[i], i);
  }
  made.forEach(look);
  console.log(`${what}: ${wrong || 'ok'}`);
}

const noneYet = state => {
  if (keys(state).length !== 0 || !isExtensible(state) || Reflect.ownKeys(state).length !== 0) throw Error('not empty');
};
const makePlain = makeKind(makeKit((state, a, b) => { state.a = a; state.b = b; }, noneYet), { tag: 'plain' });
const makeFrozenKit = makeKind(state => harden(makeKit((its, a) => { its.a = a; })(state)), { tag: 'frozen' });
const makeWide = makeKind(makeKit((state, n) => {
  for (let i = 0; i < 20; i += 1) state[`p${i}`] = n + i;
}), { tag: 'wide' });
const makeEmpty = makeKind(makeKit(() => {}), { tag: 'empty' });
const makeAny = makeKind(makeKit((state, act) => {
  state.a = 1;
  state.b = 2;
  act(state);
}), { tag: 'any' });

const odd = [
  () => {},
  state => { state.c = 3; },
  state => { delete state.a; },
  state => { state[0] = 'element'; },
  state => { Object.defineProperty(state, 'hidden', { value: 1, configurable: true }); },
  state => { state.b = [1, { x: 1 }]; },
  state => { delete state.b; state.b = 'again'; },
  state => { Object.setPrototypeOf(state, { inherited: 1 }); },
  state => { state.__proto__ = 'own'; },
];
const oddExpected = [
  { a: 1, b: 2 }, { a: 1, b: 2, c: 3 }, { b: 2 }, { 0: 'element', a: 1, b: 2 }, { a: 1, b: 2, hidden: 1 },
  { a: 1, b: [1, { x: 1 }] }, { a: 1, b: 'again' }, { a: 1, b: 2 }, JSON.parse('{"a":1,"b":2,"__proto__":"own"}'),
];

const refused = [
  [state => { state[Symbol.iterator] = 1; }, /string names/],
  [state => { Object.defineProperty(state, 'a', { get: () => 1 }); }, /accessors/],
  [state => { state.b = () => 1; }, /functions are not passable/],
  [state => { Object.freeze(state); }, /must not freeze/],
  [state => { Object.defineProperty(state, 'b', { value: 1, configurable: false }); }, /unconfigurable/],
  [() => { throw Error('own error'); }, /own error/],
];

const makeMethods = makeKind(state => ({
  init(n) { state.n = n; },
  self: {
    short() { return state.n; },
    arrow: () => state.n,
    later: async () => state.n,
    old: function () { return state.n; },
    each: function* () { yield state.n; },
    [`named${0}`]() { return state.n; },
  },
}), { tag: 'methods' });

function tryRefused() {
  for (let i = 0; i < rounds; i += 1) {
    const [act, reason] = refused[i % refused.length];
    try {
      makeAny(act);
      return `${i} was not refused`;
    } catch (error) {
      if (!reason.test(error.message)) return `${i}: ${error.message}`;
    }
    if (!same(makeAny(() => {}).copy(), { a: 1, b: 2 })) return `after ${i}`;
  }
  return 'ok';
}

function tryMethods() {
  for (let i = 0; i < rounds; i += 1) {
    const object = makeMethods(i);
    const values = [object.short(), object.arrow(), object.old(), [...object.each()][0], object.named0()];
    if (!values.every(value => value === i)) return `${i}: ${values}`;
    if (!Object.values(object).every(isFrozen) || !isFrozen(object.old.prototype)) return `${i} is not hardened`;
    if (object.short.name !== 'short' || object.short.length !== 0) return `${i}: ${object.short.name}`;
  }
  return 'ok';
}

function tryTags() {
  for (const make of [() => makePlain(1, 2), () => makeFrozenKit(1), () => makeMethods(1)]) {
    const texts = new Set();
    for (let i = 0; i < rounds; i += 1) texts.add(String(make()) + keys(make()));
    if (texts.size !== 1) return [...texts].join();
  }
  return String(makePlain()) === '[object Alleged: plain]' && makePlain()[Symbol.toStringTag] === 'Alleged: plain' ? 'ok' : 'wrong';
}

export const buildRootObject = (_powers, _parameters, baggage) => {
  const kept = baggage.has('kept') ? baggage.get('kept') : makeStore('kept');
  if (!baggage.has('kept')) {
    baggage.init('kept', kept);
    check('plain', makePlain, i => [i, -i], (a, b) => ({ a, b }));
    check('double', makePlain, i => [i + 0.5, 2 ** 40 + i], (a, b) => ({ a, b }));
    check('text', makePlain, i => [`text ${i}`, [i, { i }]], (a, b) => ({ a, b }));
    check('frozen kit', makeFrozenKit, i => [i], a => ({ a }));
    check('wide', makeWide, i => [i], n => Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`p${i}`, n + i])));
    check('no properties', makeEmpty, () => [], () => ({}));
    // defined but hidden properties become visible ones, as all of an instance are
    check('odd ones among them', makeAny, i => [odd[i % odd.length]], act => oddExpected[odd.indexOf(act)]);
    console.log(`refused: ${tryRefused()}`);
    console.log(`methods: ${tryMethods()}`);
    console.log(`tags: ${tryTags()}`);
    for (let i = 0; i < rounds; i += 1) kept.init(i, makePlain(i, `b${i}`));
  }
  return Far('root', {
    again() {
      for (let i = 0; i < rounds; i += 1) {
        const object = kept.get(i);
        object.add('a', 1);
        if (!same(object.copy(), { a: i + 1, b: `b${i}` }) || !object.isClosed() || !isFrozen(object)) return `${i}`;
      }
      return 'ok';
    },
  });
};
