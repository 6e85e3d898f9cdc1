// §6 the vat that decides the promise
export const buildRootObject = () => {
  let settle;
  return Far('maker', {
    make: () => ({ it: new Promise(resolve => { settle = resolve; }) }),
    settle(it) { settle(it); },
  });
};
