// §8.5 another version 1, whose objects look different
const makePart = makeKind(state => ({ init() {}, self: { n: () => state.n } }), {
  tag: 'part', version: 1, migrate: old => ({ n: old.m }),
});
const parts = makeStore('name');

export const buildRootObject = () => Far('root', {
  n(name) {
    try {
      return parts.get(name).n();
    } catch (error) {
      return error.message;
    }
  },
});
