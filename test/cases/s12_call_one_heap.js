// §12 the calls of one call - are deliveries to one incarnation, and each call is a start of its own
//$ run
//$ call -
//< main next
//< main next
//< main next
//> 1
//> 2
//> 3
//$ call main next
//> 1
//$ call main later
//> "all done"
//$ call main seen
//> 5

const kept = makeStore('name');
let n = 0;

export const buildRootObject = () =>
  Far('root', {
    next() {
      n += 1;
      return n;
    },
    later() {
      // goes on after the result has settled: the program ends only when nothing is left to do
      Promise.resolve().then(() => {}).then(() => {}).then(() => {
        kept.init('n', 5);
      });
      return 'all done';
    },
    seen() {
      return kept.get('n');
    },
  });
