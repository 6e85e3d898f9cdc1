export const buildRootObject = () => Far('root', {
  async bootstrap({ small }) {
    console.log((await E(small).give(2e6)).length, await E(small).keep(1e6), await E(small).hardened(2e6));
    console.log(await E(small).odd());
    console.log(await E(small).shared());
    console.log(await E(small).longKey());
  },
});
