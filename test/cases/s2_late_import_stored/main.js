// §2 a vat that imports a module for the first time after its files have gone
export const buildRootObject = () =>
  Far('root', {
    async late() {
      const { word } = await import('./lib/late.js');
      return word;
    },
  });
