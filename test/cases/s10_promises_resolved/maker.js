// §10 the vat that makes promises
export const buildRootObject = () => {
  let settle;
  let refuse;
  return Far('maker', {
    pending() { return { it: new Promise((resolve, reject) => { settle = resolve; refuse = reject; }) }; },
    settle(it) { settle(it); },
    settleWithPromiseOf(target) { settle(E(target).give()); },
    refuse(reason) { refuse(reason); },
    result() { return new Promise((resolve, reject) => { settle = resolve; refuse = reject; }); },
    same(a, b) { return a === b; },
    async value(promise) { return promise; },
    async isRejected(promise) { return promise.then(() => 'fulfilled', error => `${error.name}: ${error.message}`); },
  });
};
