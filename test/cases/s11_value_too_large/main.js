// §11 a vat whose values grow
const kept = makeStore('name');

export const buildRootObject = () =>
  Far('root', {
    put(length) {
      kept.init(kept.getSize(), 'x'.repeat(length));
      return kept.getSize();
    },
    size() {
      return kept.getSize();
    },
  });
