// §10 the vat through which the object goes a second way
export const buildRootObject = () => Far('other', {
  handOn(target, it) { return E(target).take(it); },
  fetch(target) { return E(target).give(); },
});
