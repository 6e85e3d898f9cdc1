// §8.4 what is made in buildRootObject, up to its promise, and after a top-level await, is found again
//$ run
//> 0 0 0
//$ call main sizes
//> [1,1,1]
//$ call main sizes
//> [2,2,2]

await null;
const top = makeStore('name');

export const buildRootObject = async () => {
  const early = makeStore('name');
  await null;
  await Promise.resolve();
  const late = makeStore('name');
  const sizes = () => [top, early, late].map(store => store.getSize());
  const grow = () => [top, early, late].forEach(store => store.init(store.getSize(), true));
  return Far('root', {
    bootstrap() {
      console.log(sizes().join(' '));
      grow();
    },
    sizes() {
      const before = sizes();
      grow();
      return before;
    },
  });
};
