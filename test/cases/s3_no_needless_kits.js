// §3 §4.4 an object is brought back when a reference to it is read, and not because its key is looked at
//$ run
//> 1
//$ call main look
//> [true,false,2,["it","other"],0]
//$ call main replace
//> [0,1]

let kits = 0;
const makeThing = makeKind(function thing(state) {
  kits += 1;
  return { init() { state.n = 1; }, self: { n() { return state.n; } } };
});
const kept = makeStore('name');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      kept.init('it', makeThing());
      kept.init('other', 5);
      console.log(kits);
    },
    look() {
      return [kept.has('it'), kept.has('nothing'), kept.getSize(), [...kept.keys()], kits];
    },
    replace() {
      kept.set('it', 1);
      kept.delete('it');
      return [kits, kept.getSize()];
    },
  });
