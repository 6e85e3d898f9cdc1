// §3 a kit maker that throws: the maker throws it, and later whoever reads the reference; the object and its state are kept
//$ run
//> 1
//$ call main read
//! the kit is broken
//$ call main others
//> ["fine",1]
//$ call main mend
//> 1

const starts = makeStore('name');
if (!starts.has('n')) starts.init('n', 0);
starts.set('n', starts.get('n') + 1);
let mended = false;
const makeThing = makeKind(function thing(state) {
  if (starts.get('n') > 1 && !mended) {
    throw Error('the kit is broken');
  }
  return { init() { state.n = 1; }, self: { n() { return state.n; } } };
});
const kept = makeStore('thing');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      kept.init('it', makeThing());
      console.log(kept.get('it').n());
    },
    read() {
      return kept.get('it').n();
    },
    others() {
      kept.init('other', 'fine');
      let reason;
      try {
        makeThing();
      } catch (error) {
        reason = error.message === 'the kit is broken' ? 1 : error.message;
      }
      return [kept.get('other'), reason];
    },
    mend() {
      mended = true;
      return kept.get('it').n();
    },
  });
