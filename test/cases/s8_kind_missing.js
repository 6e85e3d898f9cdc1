// §8.4 an instance whose kind this incarnation has not defined says so when it is used, and its state is kept
//$ run
//> 1
//$ call main touch
//> ["kind \"passing\" is not defined in this incarnation of vat \"main\"","kind \"passing\" is not defined in this incarnation of vat \"main\"",true]
//$ call main untouched
//> [true,"mine",true]
//$ objects passing
//: passing

const kept = makeStore('name');
const notes = makeWeakStore('thing');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      const makePassing = makeKind(function passing(state) {
        return { init() { state.n = 1; }, self: { n() { return state.n; } } };
      });
      kept.init('it', makePassing());
      notes.init(kept.get('it'), 'mine');
      console.log(kept.get('it').n());
    },
    async touch() {
      const it = kept.get('it');
      const failure = act => {
        try {
          return `no error but ${act()}`;
        } catch (error) {
          return error.message;
        }
      };
      const byCall = await E(it).n().catch(error => error.message);
      return [byCall, failure(() => it.n()), kept.get('it') === it];
    },
    untouched() {
      const it = kept.get('it');
      kept.init('same', it);
      return [kept.get('same') === it, notes.get(it), notes.has(kept.get('same'))];
    },
  });
