// §12 run exits 1 where bootstrap rejects, and says why
//$ run
//! out of stock

export const buildRootObject = () =>
  Far('root', {
    async bootstrap() {
      await null;
      throw Error('out of stock');
    },
  });
