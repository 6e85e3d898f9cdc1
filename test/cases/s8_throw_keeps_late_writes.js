// §8.1 what was written before a throw is kept, in a method that throws later too
//$ run
//$ call main later 1
//! later failure
//$ call main look
//> 1
//$ call main unhandled 2
//> "fine"
//$ call main look
//> 2

const kept = makeStore('name');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      kept.init('n', 0);
    },
    async later(n) {
      await null;
      kept.set('n', n);
      await null;
      throw Error('later failure');
    },
    unhandled(n) {
      Promise.resolve().then(() => {
        kept.set('n', n);
        throw Error('nobody hears this');
      });
      return 'fine';
    },
    look() {
      return kept.get('n');
    },
  });
