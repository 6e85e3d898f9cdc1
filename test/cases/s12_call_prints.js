// §12 call prints the result as compact JSON; what JSON lacks as a JSON string of its console form, a reference by its tag
//$ run
//$ call main give nothing
//$ call main give null
//> null
//$ call main give text
//> "say \"x\"\n"
//$ call main give unicode
//~ "é漢.*"
//$ call main give bigint
//> "10n"
//$ call main give nan
//> "NaN"
//$ call main give infinity
//> "-Infinity"
//$ call main give symbol
//> "Symbol(s)"
//$ call main give nested
//> {"a":[1,"2n",{"b":"NaN"}],"u":"undefined","s":"Symbol(Symbol.iterator)","n":null}
//$ call main give holes
//> ["undefined",null,"undefined"]
//$ call main give order
//> {"b":1,"a":2,"c":{"z":1,"y":2}}
//$ call main give integers
//> {"1":"one","2":"two","x":"ex"}
//$ call main give empty
//> {"a":[],"b":{},"c":""}
//$ call main give thing
//> "[Alleged: thing]"
//$ call main give far
//> "[Alleged: lamp]"
//$ call main give things
//> ["[Alleged: thing]",{"lamp":"[Alleged: lamp]"}]
//$ call main give root
//> "[Alleged: root]"
//$ call main give later
//> {"late":true}
//$ call main give float
//> [0.1,1e+21,1e-7,-5,100]

const makeThing = makeKind(function thing(state) {
  return { init() { state.n = 0; }, self: {} };
});
const lamp = Far('lamp', { on() {} });

export const buildRootObject = () => {
  const root = Far('root', {
    give(what) {
      return values[what]();
    },
  });
  const values = {
    nothing: () => undefined,
    null: () => null,
    text: () => 'say "x"\n',
    unicode: () => 'é漢😀',
    bigint: () => 10n,
    nan: () => NaN,
    infinity: () => -Infinity,
    symbol: () => Symbol.for('s'),
    nested: () => ({ a: [1, 2n, { b: NaN }], u: undefined, s: Symbol.iterator, n: null }),
    holes: () => [undefined, null, undefined],
    order: () => ({ b: 1, a: 2, c: { z: 1, y: 2 } }),
    integers: () => ({ x: 'ex', 2: 'two', 1: 'one' }),
    empty: () => ({ a: [], b: {}, c: '' }),
    thing: () => makeThing(),
    far: () => lamp,
    things: () => [makeThing(), { lamp }],
    root: () => root,
    later: () => Promise.resolve().then(() => ({ late: true })),
    float: () => [0.1, 1e21, 1e-7, -5, 100],
  };
  return root;
};
