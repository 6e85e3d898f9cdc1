// A vat that computes: n rounds of arithmetic in one crank, none of it in the store.
export const buildRootObject = () =>
  Far('root', {
    compute: n => {
      let x = 1;
      for (let i = 0; i < n; i += 1) x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
      return x;
    },
  });
