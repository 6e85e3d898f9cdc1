// §10 the vat that hands back what it was lent
export const buildRootObject = () => {
  let kept;
  const root = Far('lender', {
    keep(thing) { kept = thing; },
    giveBack() { return kept; },
    self() { return root; },
  });
  return root;
};
