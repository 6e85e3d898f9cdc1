// §2 the vat whose root object takes its time
export async function buildRootObject(vatPowers, vatParameters, baggage) {
  await null;
  const size = baggage.getSize();
  baggage.init(`visit ${size}`, true);
  return Promise.resolve(Far('root', {
    bootstrap(vats) {
      console.log(Object.keys(vats).join());
    },
    told() {
      return [typeof vatPowers, vatParameters, Object.isFrozen(vatParameters.list[1]), baggage.getSize() > 0];
    },
  }));
}
