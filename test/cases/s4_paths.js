// §4.2 the error names kind, property and path of what cannot be stored, and says why
//$ run
//~ cannot store folder\.content: functions are not passable.*
//~ cannot store folder\.content\[0\]: functions are not passable.*
//~ cannot store folder\.content\.a\.b\[2\]\.c: functions are not passable.*
//~ cannot store folder\.content\.map: .+
//~ cannot store folder\.content\[1\]\[0\]: .+
//~ cannot store folder\.content\.when: .+
//~ cannot store folder\.content\.pattern: .+
//~ cannot store folder\.content\.self: .+
//~ cannot store folder\.content\.word: .+
//~ cannot store folder\.content\.sign: .+
//> still {"old":true}
//> kept after all: {"old":true}

const makeFolder = makeKind(function folder(state) {
  return {
    init() {
      state.content = { old: true };
    },
    self: {
      put(content) {
        state.content = content;
      },
      show() {
        return JSON.stringify(state.content);
      },
    },
  };
});
const folder = makeFolder();
const cycle = { n: 1 };
cycle.self = cycle;
const bad = [
  () => 1,
  [() => 1],
  { a: { b: [1, 2, { n: 0, c() {} }] } },
  { map: new Map() },
  [0, [new Set()]],
  { when: new Date(0) },
  { pattern: /x/ },
  cycle,
  { word: '\udc00' },
  { sign: Symbol('mine') },
];
for (const content of bad) {
  try {
    folder.put(content);
    console.log('it was stored');
  } catch (error) {
    console.log(`${error instanceof TypeError ? '' : `${error.name} `}${error.message}`);
  }
}
console.log(`still ${folder.show()}`);
console.log(`kept after all: ${await E(folder).show()}`);
