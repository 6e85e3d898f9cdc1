// The desk of a shop: customers leave wishes, and get a letter when something is cheap enough. A wish is an object that
// lives until it is met, through any number of restarts; the mailer is C++ (main.cc).
const makeWish = makeKind(function wish(state) {
  return {
    init(customer, thing, limit) {
      Object.assign(state, { customer, thing, limit });
    },
    self: {
      isMetBy: (thing, price) => thing === state.thing && price <= state.limit,
      letter: price => [state.customer, `${state.thing} is at ${price} now`],
    },
  };
});
const wishes = makeStore('number'); // 1, 2, …
let mailer;

export const buildRootObject = (vatPowers, vatParameters, baggage) => {
  if (baggage.has('mailer')) mailer = baggage.get('mailer');
  else baggage.init('last', 0);
  return Far('desk', {
    bootstrap(vats, host) {
      baggage.init('mailer', host.mailer);
      mailer = host.mailer;
    },
    wish(customer, thing, limit) {
      if (typeof limit !== 'number') throw TypeError(`${JSON.stringify(limit)} is no number`);
      const number = baggage.get('last') + 1;
      baggage.set('last', number);
      wishes.init(number, makeWish(customer, thing, limit));
      return number;
    },
    // A wish goes away in the crank that sends its letter: so either both have happened or neither, and what was sent
    // reaches the mailer.
    priced(thing, price) {
      const met = [...wishes.entries()].filter(([, wish]) => wish.isMetBy(thing, price));
      for (const [number, wish] of met) {
        E.sendOnly(mailer).post(...wish.letter(price));
        wishes.delete(number);
      }
      return met.length;
    },
    open: () => wishes.getSize(),
  });
};
