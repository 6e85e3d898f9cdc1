// §10 the vat through which the object goes
export const buildRootObject = () => Far('relay', {
  fetch(target) { return E(target).thing(); },
  pass(it) { return it; },
  passLater(it, gate) { return E.when(gate, () => it); },
});
