// §5.1 the vat whose objects are keys elsewhere
const makeThing = makeKind(function thing(state) {
  return { init(n) { state.n = n; }, self: { n: () => state.n } };
});
const things = makeStore('thing');
export const buildRootObject = () => {
  for (let n = things.getSize(); n < 3; n += 1) things.init(n, makeThing(n));
  return Far('other', { thing: n => things.get(n), all: () => [...things.values()] });
};
