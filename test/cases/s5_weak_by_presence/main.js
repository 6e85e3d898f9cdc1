// §5.1 the vat that has them as keys
const notes = makeWeakStore('thing');
const places = makeStore('place');
const kept = makeStore('kept');
export const buildRootObject = () => Far('root', {
  async bootstrap({ other }) {
    kept.init('other', other);
    const things = await E(other).all();
    for (const [i, thing] of things.entries()) {
      notes.init(thing, { i, thing });
      places.init(thing, i);
    }
    notes.init(other, 'the root');
    console.log('kept:', things.map(thing => notes.get(thing).i), [...places.keys()].every((key, i) => key === things[i]));
    try {
      notes.init(await E(other).thing(1), 'again');
    } catch (error) {
      console.log(error.message);
    }
  },
  async look() {
    const { i, thing } = notes.get(await E(kept.get('other')).thing(2));
    const keys = [...places.keys()];
    return [i, await E(thing).n(), notes.get(kept.get('other')), keys.length, places.get(thing), await Promise.all(keys.map(key => E(key).n()))];
  },
  async change() {
    const thing = await E(kept.get('other')).thing(0);
    notes.set(thing, 'changed');
    notes.delete(await E(kept.get('other')).thing(1));
    places.delete(thing);
    return notes.has(await E(kept.get('other')).thing(1));
  },
  async lookAgain() {
    const things = await E(kept.get('other')).all();
    return [things.map(thing => notes.has(thing)), notes.get(things[0]), [...places.values()]];
  },
});
