// §3 a kind is no limit: many kinds, many methods, kits that are not literals
//$ run
//> 300 kinds: 44850
//> 200 methods: 199
//> a kit of a class: 7 true
//> a frozen kit: frozen

const kinds = Array.from({ length: 300 }, (_, n) =>
  makeKind(state => ({ init() { state.n = n; }, self: { n() { return state.n; } } }), { tag: `kind${n}` }));
console.log(`300 kinds: ${kinds.map(make => make().n()).reduce((sum, n) => sum + n, 0)}`);

const makeWide = makeKind(function wide(state) {
  const self = {};
  for (let n = 0; n < 200; n += 1) {
    self[`m${n}`] = () => state.base + n;
  }
  return { init(base) { state.base = base; }, self };
});
console.log(`200 methods: ${makeWide(0).m199()}`);

class Kit {
  constructor(state) {
    this.self = { value: () => state.value };
    this.init = value => { state.value = value; };
  }
}
const makeClassy = makeKind(function classy(state) { return new Kit(state); });
const classy = makeClassy(7);
console.log(`a kit of a class: ${classy.value()} ${Object.isFrozen(classy)}`);

const makeCold = makeKind(function cold(state) {
  return harden({ init() { state.word = 'frozen'; }, self: { word() { return state.word; } } });
});
console.log(`a frozen kit: ${makeCold().word()}`);
