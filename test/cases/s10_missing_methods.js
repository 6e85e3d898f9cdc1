// §10 a method that does not exist rejects with a TypeError that lists those that do
//$ run
//> TypeError: target has no method "zip", has ["a","b"]
//> TypeError: target has no method "zip", has ["n"]
//> TypeError: target has no method "toString2", has ["a","b"]
//> TypeError true
//> TypeError true
//$ call main zip
//! TypeError: target has no method "zip", has ["ask","bootstrap"]
//$ call main ask
//> true

const makeTally = makeKind(function tally(state) {
  return { init() { state.n = 0; }, self: { n() { return state.n; } } };
});
const shown = promise => promise.then(() => 'it worked', error => `${error}`);

export const buildRootObject = () =>
  Far('root', {
    ask() {
      return true;
    },
    async bootstrap() {
      const both = Far('both', { a() {}, b() {} });
      console.log(await shown(E(both).zip()));
      console.log(await shown(E(makeTally()).zip(1, 2)));
      console.log(await shown(E(both).toString2()));
      console.log(await E(undefined).zip().catch(error => `${error.name} ${error instanceof TypeError}`));
      console.log(await E(makeStore('name')).zip().catch(error => `${error.name} ${error instanceof TypeError}`));
    },
  });
