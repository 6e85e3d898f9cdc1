// §12 a vat that says when it is started and bootstrapped
export const buildRootObject = (_powers, { name }) =>
  Far(name, {
    bootstrap(vats) {
      console.log(`bootstrap of ${name} with ${Object.keys(vats).sort()}`);
    },
    name() {
      return name;
    },
  });
