// §3 self is hardened before init runs and is what the maker returns
//$ run
//> in init: frozen true true, listed true
//> the maker returns it: true
//> adding to it: TypeError
//> it is an instance of nothing special: [object Alleged: early] function

const seen = [];
const makeEarly = makeKind(function early(state) {
  const self = {
    go() {
      return state.word;
    },
  };
  return {
    init(word) {
      seen.push(self);
      state.word = word;
      const set = new Set([self]);
      console.log(`in init: frozen ${Object.isFrozen(self)} ${Object.isFrozen(self.go)}, listed ${set.has(self)}`);
    },
    self,
  };
});
const early = makeEarly('word');
console.log(`the maker returns it: ${early === seen[0]}`);
try {
  early.extra = 1;
} catch (error) {
  console.log(`adding to it: ${error.name}`);
}
console.log(`it is an instance of nothing special: ${early} ${typeof early.go}`);
