// §5.2 keys sort by type and then by value: numbers with NaN last, strings by code unit, bigints by size, objects by first use
//$ run
//> numbers: -Infinity -1e+300 -1.5 -5e-324 0 5e-324 1 1.5 2 10 4294967296 1e+300 Infinity NaN
//> bigints: -1180591620717411303424n -256n -255n -1n 0n 1n 255n 256n 257n 1180591620717411303424n
//> strings: ["","\u0000","A","Z","a","a\u0000","aa","ab","b","é","漢","😀","ﬀ","￿"]
//> types stay together: true, 12 keys
//> objects: c,a,b
//$ call main again
//> [true,true,true,true]

const makeNamed = makeKind(function named(state) {
  return { init(name) { state.name = name; }, self: { name() { return state.name; } } };
});
const numbers = makeStore('number');
const bigints = makeStore('bigint');
const strings = makeStore('string');
const mixed = makeStore('mixed');
const objects = makeStore('object');

const sortedStrings = ['', '\0', 'A', 'Z', 'a', 'a\0', 'aa', 'ab', 'b', 'é', '漢', '\u{1f600}', '\ufb00', '\uffff'];
const shown = key => (typeof key === 'bigint' ? `${key}n` : `${key}`);
const grouped = keys => {
  const types = keys.map(key => (key === null ? 'null' : typeof key));
  return types.every((type, n) => n === 0 || types[n - 1] === type || !types.slice(0, n).includes(type));
};
const look = () => ({
  numbers: [...numbers.keys()].map(shown).join(' '),
  bigints: [...bigints.keys()].map(shown).join(' '),
  objects: [...objects.keys()].map(key => key.name()).join(),
  strings: [...strings.keys()],
});

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      for (const n of [10, 2, NaN, Infinity, -1.5, 1e300, 0, 1.5, -Infinity, 5e-324, 2 ** 32, -1e300, 1, -5e-324]) numbers.init(n, n);
      for (const n of [1n, 256n, -1n, 2n ** 70n, 0n, -256n, 255n, -(2n ** 70n), 257n, -255n]) bigints.init(n, n);
      for (const s of [...sortedStrings].reverse()) strings.init(s, s);
      for (const key of ['b', 2, true, undefined, null, 1n, 'a', 1, false, makeNamed('x'), 2n, makeNamed('y')]) mixed.init(key, 1);
      const [a, b, c] = ['a', 'b', 'c'].map(makeNamed);
      [c, a, b].forEach((key, n) => objects.init(key, n));
      const found = look();
      console.log(`numbers: ${found.numbers}`);
      console.log(`bigints: ${found.bigints}`);
      console.log(`strings: ${JSON.stringify(found.strings)}`);
      console.log(`types stay together: ${grouped([...mixed.keys()])}, ${mixed.getSize()} keys`);
      console.log(`objects: ${found.objects}`);
    },
    again() {
      const found = look();
      return [
        found.numbers.startsWith('-Infinity -1e+300 -1.5') && found.numbers.endsWith('Infinity NaN'),
        JSON.stringify(found.strings) === JSON.stringify(sortedStrings),
        grouped([...mixed.keys()]),
        found.objects === 'c,a,b',
      ];
    },
  });
