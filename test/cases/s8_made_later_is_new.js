// §8.4 a store or a kind that is made after the start is a new one each time
//$ run
//$ call main make
//> [0,0]
//$ call main make
//> [0,0]
//$ call main kept
//> [1,1,1,1]

const kept = makeStore('all');

export const buildRootObject = () =>
  Far('root', {
    make() {
      const [a, b] = [makeStore('name'), makeStore('name')];
      const sizes = [a.getSize(), b.getSize()];
      a.init('n', 1);
      b.init('n', 1);
      kept.init(kept.getSize(), a);
      kept.init(kept.getSize(), b);
      return sizes;
    },
    kept() {
      return [...kept.values()].map(store => store.getSize());
    },
  });
