// §12 why prints the shortest chain that keeps an object, from a root down to it
//$ run
//> made
//$ why main:s1
//> main:s1 baggage
//$ why main:s2
//> main:s2 bound as "bank"
//$ why main:o5
//> main:s2 bound as "bank"
//> main:s2["Ada"] -> main:o5 purse
//$ why main:o6
//> main:s2 bound as "bank"
//> main:s2 key -> main:o6 purse
//$ why main:o7
//> main:s1 baggage
//> main:s1[7] -> main:o7 purse
//$ why main:o4
//> main:s1 baggage
//> main:s1[7] -> main:o7 purse
//> .owner -> main:o4 person
//$ why main:o99
//! vat main keeps no main:o99: `keeve objects` lists what it keeps
//$ why o6
//! "o6" is no REF

const bank = makeStore('bank');
const makePerson = makeKind(function person(state) {
  return { init() { state.name = 'Ada'; }, self: { name() { return state.name; } } };
});
const makePurse = makeKind(function purse(state) {
  return { init(owner) { state.owner = owner; }, self: { owner() { return state.owner; } } };
});

export const buildRootObject = (_powers, _parameters, baggage) =>
  Far('root', {
    bootstrap() {
      const ada = makePerson();
      bank.init('Ada', makePurse(ada));
      bank.init(makePurse(ada), 'spare');
      baggage.init(7, makePurse([{ ada }]));
      console.log('made');
    },
  });
