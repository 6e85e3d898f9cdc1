// §8.5 a version 3 whose migrate gives no state
const makePart = makeKind(state => ({ init() {}, self: { m: () => state.m } }), {
  tag: 'part', version: 3, migrate: old => [old.m],
});
const parts = makeStore('name');

export const buildRootObject = () => Far('root', {
  m(name) {
    try {
      return parts.get(name).m();
    } catch (error) {
      return error.message;
    }
  },
});
