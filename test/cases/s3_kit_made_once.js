// §3 the kit maker runs once for each representative, and init for new instances only
//$ run
//> kit
//> init 1,2
//> kits 1, inits 1
//$ call main read
//> kit
//> "1 2"
//$ call main readTwice
//> kit
//> true

let kits = 0;
let inits = 0;
const makePair = makeKind(function pair(state) {
  kits += 1;
  console.log('kit');
  return {
    init(...both) {
      inits += 1;
      console.log(`init ${both}`);
      [state.a, state.b] = both;
    },
    self: {
      show() {
        return `${state.a} ${state.b}`;
      },
    },
  };
});
const pairs = makeStore('name');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      const pair = makePair(1, 2);
      pairs.init('it', pair);
      pair.show();
      pairs.get('it').show();
      console.log(`kits ${kits}, inits ${inits}`);
    },
    read() {
      return pairs.get('it').show();
    },
    readTwice() {
      return pairs.get('it') === pairs.get('it') && kits === 1 && inits === 0;
    },
  });
