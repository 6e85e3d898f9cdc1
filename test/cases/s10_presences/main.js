// §10 the vat whose object it is
const makeThing = makeKind(function thing(state) {
  return { init(name) { state.name = name; }, self: { name() { return state.name; } } };
});
const kept = makeStore('kept');
export const buildRootObject = () => Far('root', {
  async bootstrap({ holder, other }) {
    const thing = makeThing('the thing');
    kept.init('thing', thing);
    kept.init('holder', holder);
    console.log('twice:', await E(holder).take(thing), await E(holder).take(thing));
    console.log('by a third vat:', await E(other).handOn(holder, thing));
    console.log(`inside data: ${await E(holder).takeInside({ list: [1, thing] })}`);
    console.log(`two arguments: ${await E(holder).takeTwice(thing, thing)}`);
    console.log(`a promise for it: ${await E(holder).takeLater(Promise.resolve(thing))}`);
    console.log(`shown: ${await E(holder).shown(thing)}`);
    await E(holder).keep(thing);
    console.log('kept:', await E(holder).isKept(thing));
    console.log(`home from a third: ${(await E(other).fetch(holder)) === thing}`);
    console.log(`roots are the same too: ${(await E(other).fetch(Far('me', { give: () => holder }))) === holder}`);
  },
  async again() {
    const [thing, holder] = [kept.get('thing'), kept.get('holder')];
    return [await E(holder).isKept(thing), await E(holder).callKept(), (await E(holder).give()) === thing];
  },
});
