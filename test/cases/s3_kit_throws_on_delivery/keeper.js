export const buildRootObject = (_powers, _parameters, baggage) =>
  Far('keeper', {
    keep(thing, giver) {
      baggage.init('thing', thing);
      baggage.init('giver', giver);
    },
    use: () => E(baggage.get('thing')).count(),
    giveBack: () => baggage.get('thing'),
    passOn: () => E(baggage.get('giver')).accept(baggage.get('thing')),
  });
