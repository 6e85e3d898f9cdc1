// §10 the vat between
export const buildRootObject = () => Far('relay', {
  get(target) { return E(target).give(); },
  getLater(target) { return E(E(E(target).me()).me()).giveLater(); },
  tell(target, it) { return E(target).take(it); },
});
